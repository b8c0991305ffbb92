import type { Dirent } from 'node:fs'
import { join } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import { lookAt, openToRead, readFolder } from '../../../disk/confinement.ts'

/** No text is longer than this, in bytes: what is, is not one text. */
export const maxTextBytes = 10 * 1024 * 1024
export const tooLong = 'Longer than 10 MB: it is not one text.'

/** @throws LastlayerError `cancelled` once the signal is aborted. */
export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new LastlayerError('cancelled', 'Stopped.')
}

/** Why a file was refused, in words for the person and without the path. */
export function refusal(error: unknown): string {
  if (error instanceof LastlayerError) return 'it is outside the folders that this server was given (--roots)'
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'it is not there'
  if (code === 'EACCES' || code === 'EPERM') return 'its permissions do not allow reading it'
  if (code === 'ENOTDIR') return 'it is not a folder'
  return message
}

/** The error for a file or folder without which the dataset cannot be read. */
export function unreadable(path: string, error: unknown): LastlayerError {
  return new LastlayerError('dataset', `${path} cannot be read: ${refusal(error)}.`, { cause: error })
}

/** The bytes of one text file, or why they cannot be had. */
export async function readTextBytes(path: string): Promise<{ readonly bytes: Buffer } | { readonly reason: string }> {
  try {
    const file = await openToRead(path)
    try {
      const about = await file.stat()
      if (!about.isFile()) return { reason: 'Not a file.' }
      if (about.size > maxTextBytes) return { reason: tooLong }
      return { bytes: await file.readFile() }
    } finally {
      await file.close()
    }
  } catch (error) {
    return { reason: `Cannot be read: ${refusal(error)}.` }
  }
}

/** What a folder holds, hidden entries left out, sorted by name. */
export async function listFolder(folder: string): Promise<Dirent[]> {
  try {
    const entries: Dirent[] = []
    for await (const entry of readFolder(folder)) if (visible(entry)) entries.push(entry)
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    throw unreadable(folder, error)
  }
}

/**
 * Whether an entry is a folder, or a link to one.
 * @throws LastlayerError `dataset` for a link that leads outside the folders of this process
 */
export async function isFolder(parent: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory()
  const path = join(parent, entry.name)
  return await lookAt(path).then(
    (about) => about.isDirectory(),
    (error: unknown) => {
      if (error instanceof LastlayerError) throw unreadable(path, error)
      return false
    },
  )
}

function visible(entry: Dirent): boolean {
  return !entry.name.startsWith('.') && entry.name !== '__MACOSX'
}
