import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes in a folder and all below it; 0 if it is not there. */
export async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  const sizes = entries
    .filter((entry) => entry.isFile())
    // A file may be renamed or removed between the two calls.
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/**
 * Reports a folder's size about twice a second while `work` runs: how far a program is that writes there and says
 * nothing.
 */
export async function whileWatching<T>(folder: string, onBytes: (bytes: number) => void, work: Promise<T>): Promise<T> {
  let over = false
  const look = (): void => void folderSize(folder).then((bytes) => over || onBytes(bytes))
  const timer = setInterval(look, 500)
  try {
    return await work
  } finally {
    over = true
    clearInterval(timer)
  }
}
