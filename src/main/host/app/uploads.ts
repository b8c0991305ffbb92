import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
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
 * Lends uploaded files to `use` as paths in a private folder below `parent`, which is gone afterwards, each with the name
 * that the file has for the person.
 * @throws LastlayerError `usage` if they are too many or too large
 */
export async function withUploads<T>(
  uploads: readonly Upload[],
  parent: string,
  use: (names: ReadonlyMap<string, string>) => Promise<T>,
): Promise<T> {
  if (uploads.length === 0) return use(new Map())
  checkLimits(uploads)
  const folder = makeTemporaryFolder('call', parent)
  try {
    const names = new Map<string, string>()
    for (const [i, { name, base64 }] of uploads.entries()) {
      const path = join(folder, `${randomUUID()}-${i}${endingOf(name)}`)
      await writeFile(path, Buffer.from(base64, 'base64'), { mode: 0o600 })
      names.set(path, name)
    }
    return await use(names)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A sentence in which uploaded files have their own names again. */
export function withNames(sentence: string, names: ReadonlyMap<string, string>): string {
  // A sentence names a file by its path, or by the last part of it, which is like nothing that a person writes.
  return [...names].reduce(
    (text, [path, name]) => text.replaceAll(path, () => name).replaceAll(basename(path), () => name),
    sentence,
  )
}

/** What was predicted, with the own names of uploaded files. */
export function predictedOf(
  { predictions, rejected, ...rest }: Predicted,
  names: ReadonlyMap<string, string>,
): Predicted {
  const nameOf = (file: string): string => names.get(file) ?? file
  return {
    ...rest,
    predictions: predictions.map((one) => ({ ...one, file: one.file === null ? null : nameOf(one.file) })),
    rejected: rejected.map((row) => ({ ...row, file: nameOf(row.file), reason: withNames(row.reason, names) })),
  }
}

/** How a name ends, of letters and digits alone: a reader may go by it. */
function endingOf(name: string): string {
  return /(\.[a-z0-9]{1,12}){1,2}$/i.exec(name)?.[0] ?? ''
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
