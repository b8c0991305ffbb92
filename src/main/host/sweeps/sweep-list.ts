import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sweep, type ListedSweep, type SweepList } from '../../../shared/sweeps.ts'
import { readJsonAs } from '../../disk/sealed-json.ts'
import { readNames } from '../../disk/whole-folder.ts'

/**
 * The sweeps in a folder. What has no sweep.json is passed over.
 * @throws LastlayerError `output` if the folder is there and cannot be read
 */
export async function listSweeps(folder: string): Promise<SweepList> {
  const sweeps: ListedSweep[] = []
  const unreadable: string[] = []
  for (const name of await readNames(folder)) {
    const path = join(folder, name)
    const file = join(path, 'sweep.json')
    const found = await readJsonAs(file, sweep)
    if (found !== null) sweeps.push({ ...found, folder: path, name })
    else if (existsSync(file)) unreadable.push(path)
  }
  return { sweeps: sweeps.sort((a, b) => b.startedAt - a.startedAt), unreadable }
}
