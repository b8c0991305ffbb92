import { join } from 'node:path'
import { sweep, type ListedSweep } from '../../../shared/sweeps.ts'
import { readJsonAs } from '../../disk/read-json.ts'
import { readNames } from '../../disk/whole-folder.ts'

/**
 * The sweeps in a folder, the newest first. What is no sweep, or is damaged, is passed over.
 * @throws LastlayerError `output` if the folder is there and cannot be read
 */
export async function listSweeps(folder: string): Promise<ListedSweep[]> {
  const names = await readNames(folder)
  const sweeps = await Promise.all(
    names.map(async (name): Promise<ListedSweep | null> => {
      const path = join(folder, name)
      const found = await readJsonAs(join(path, 'sweep.json'), sweep)
      return found && { ...found, folder: path, name }
    }),
  )
  return sweeps.filter((one) => one !== null).sort((a, b) => b.startedAt - a.startedAt)
}
