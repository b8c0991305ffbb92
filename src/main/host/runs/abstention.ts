import { join } from 'node:path'
import { z } from 'zod'
import { keptAbstention } from '../../../shared/abstention.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import { readText } from '../../disk/confinement.ts'
import { readJsonAs } from '../../disk/read-json.ts'
import type { Trainer } from './current-run.ts'
import { writeReportFiles } from './report-files.ts'

const config = z.looseObject({ lastlayer: z.looseObject(keptAbstention.shape) })

/** The confidence below which a run's model does not answer; null if it always does. */
export async function readAbstention(run: string): Promise<number | null> {
  return (await readJsonAs(configOf(run), config))?.lastlayer.abstain_below ?? null
}

/**
 * Keeps it with the run's model, and writes the run's model card and report anew, so that they say what holds. Where they
 * cannot be written, it is as it was.
 * @throws LastlayerError as {@link keepAbstention}; `output` if one of them cannot be written
 */
export async function abstain(trainer: Pick<Trainer, 'run'>, run: string, below: number | null): Promise<void> {
  const former = await readAbstention(run)
  await keepAbstention(run, below)
  try {
    await writeReportFiles(trainer, run)
  } catch (error) {
    await keepAbstention(run, former)
    throw error
  }
}

/**
 * Keeps it with the run's model, or takes it away with null. Only a run's own model is changed.
 * @throws LastlayerError `model` if the folder is no finished run, `output` if its config.json cannot be written
 */
export async function keepAbstention(run: string, below: number | null): Promise<void> {
  const isRun = await readText(join(run, 'recipe.json')).then(
    () => true,
    () => false,
  )
  const found = isRun ? await readJsonAs(configOf(run), config) : null
  if (found === null) {
    throw new LastlayerError('model', `${run} is no finished run of Lastlayer: choose one that \`runs\` lists.`)
  }
  // What is undefined is not written.
  const lastlayer = { ...found.lastlayer, abstain_below: below ?? undefined }
  await writeFileAtomic(configOf(run), `${JSON.stringify({ ...found, lastlayer }, null, 2)}\n`)
}

function configOf(run: string): string {
  return join(run, 'model', 'config.json')
}
