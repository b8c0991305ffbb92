import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import { makeFolder } from '../../disk/atomic-files.ts'

/**
 * The folder for what is made of several runs: a given one, made if need be, or a new one in `parent`.
 * @throws LastlayerError `output` if it cannot be made or holds something
 */
export async function outputFolder(out: string | null, parent: string): Promise<string> {
  const folder = out ?? join(parent, new Date().toISOString().slice(0, 19).replaceAll(':', '-'))
  const names = await makeFolder(folder)
    .then(() => readdir(folder))
    .catch((cause: Error) => {
      throw new LastlayerError('output', `The folder ${folder} cannot be written: ${cause.message}.`, { cause })
    })
  if (names.length === 0) return folder
  throw new LastlayerError('output', `The folder ${folder} is not empty. Choose a new one with --out.`)
}
