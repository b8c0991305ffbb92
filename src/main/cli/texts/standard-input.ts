import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { LastlayerError } from '../../../shared/errors.ts'
import { makeTemporaryFolder } from '../../disk/temporary-folder.ts'

/** What to say where nothing was given. */
export const nothingGiven = 'Give a text, --file with a file, or texts on standard input, one a line.'

/**
 * Lends what comes on standard input as a file, which is gone afterwards: it is read and checked as files are.
 * @throws LastlayerError `usage` if nobody gives anything, `cancelled` once the signal is aborted, and what `use` throws
 */
export async function withStandardInput<T>(signal: AbortSignal, use: (path: string) => Promise<T>): Promise<T> {
  if (process.stdin.isTTY) throw new LastlayerError('usage', nothingGiven)
  const folder = makeTemporaryFolder('call')
  try {
    const path = join(folder, 'standard input')
    await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }), { signal }).catch((error: unknown) => {
      throw signal.aborted ? new LastlayerError('cancelled', 'Stopped.') : error
    })
    if ((await stat(path)).size === 0) throw new LastlayerError('usage', nothingGiven)
    return await use(path).catch((error: unknown) => {
      if (!(error instanceof LastlayerError)) throw error
      throw new LastlayerError(error.code, error.message.replaceAll(path, 'Standard input'), { cause: error })
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
