import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeTemporaryFolder } from '../../disk/temporary-folder.ts'
import { uploadLimits, type CallResult } from '../../../shared/app-contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'

/** A file whose content the page itself has read. */
export interface Upload {
  readonly name: string
  readonly base64: string
}

type Predicted = CallResult<'predict'>

/**
 * Lends uploaded files to `use` as paths in a private folder below `parent`, which is gone afterwards. In the result they have their
 * own names again.
 * @throws LastlayerError `usage` if they are too many or too large
 */
export async function withUploads(
  uploads: readonly Upload[],
  parent: string,
  use: (paths: string[]) => Promise<Predicted>,
): Promise<Predicted> {
  if (uploads.length === 0) return use([])
  checkLimits(uploads)
  const folder = makeTemporaryFolder('call', parent)
  try {
    const names = new Map<string, string>()
    for (const [i, { name, base64 }] of uploads.entries()) {
      const path = join(folder, `${i}.txt`)
      await writeFile(path, Buffer.from(base64, 'base64'), { mode: 0o600 })
      names.set(path, name)
    }
    const { labels, predictions, rejected } = await use([...names.keys()])
    const nameOf = (file: string): string => names.get(file) ?? file
    return {
      labels,
      predictions: predictions.map((one) => ({ ...one, file: one.file === null ? null : nameOf(one.file) })),
      rejected: rejected.map((row) => ({
        ...row,
        file: nameOf(row.file),
        reason: row.reason.replaceAll(row.file, nameOf(row.file)),
      })),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function checkLimits(uploads: readonly Upload[]): void {
  const { files, bytes } = uploadLimits
  if (uploads.length > files) {
    throw new LastlayerError('usage', `${uploads.length} files are too many at once: at most ${files}.`)
  }
  const size = uploads.reduce((sum, { base64 }) => sum + base64.length * 0.75, 0)
  if (size > bytes) {
    throw new LastlayerError('usage', `The files are too large together: at most ${bytes / 2 ** 20} MB at once.`)
  }
}
