import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import { sweep, type Sweep } from '../../../shared/sweeps.ts'
import { readJsonAs, writeSealed } from '../../disk/sealed-json.ts'

const name = 'sweep.json'

/** @throws LastlayerError `output` if it cannot be written; the former file then stays */
export async function writeSweep(folder: string, value: Sweep): Promise<void> {
  await writeSealed(join(folder, name), value)
}

/**
 * A sweep as it lies in its folder. A run whose folder is gone has no result any more.
 * @throws LastlayerError `usage` if there is none
 */
export async function readSweep(folder: string): Promise<Sweep> {
  const found = await readJsonAs(join(folder, name), sweep)
  if (found === null) {
    throw new LastlayerError('usage', `${folder} holds no sweep that can be read: its ${name} is missing or damaged.`)
  }
  const runs = found.runs.map((run) =>
    run.result === null || existsSync(join(run.result.run, 'report.json')) ? run : { ...run, result: null },
  )
  return { ...found, runs }
}
