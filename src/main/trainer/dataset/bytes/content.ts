import { openToRead } from '../../../disk/confinement.ts'
import { unreadable } from './files.ts'

/**
 * The bytes of a file, in pieces.
 * @throws LastlayerError `dataset` if the file cannot be read.
 */
export async function* contentOf(path: string): AsyncGenerator<Buffer> {
  try {
    const file = await openToRead(path)
    for await (const piece of file.createReadStream()) yield piece as Buffer
  } catch (error) {
    throw unreadable(path, error)
  }
}
