import { constants, type BigIntStats, type Dirent } from 'node:fs'
import { open, opendir, readlink, realpath, stat, type FileHandle } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { LastlayerError } from '../../shared/errors.ts'
import { followLinks } from './real-path.ts'

// Everything that a person names and Lastlayer reads is opened here. The web host and its trainers are confined to
// folders: what lies outside them is refused after it was opened, so that no link can be put in its way in between.

let roots: readonly string[] | null = null

/**
 * Confines this process: from here on the functions of this file open nothing outside these folders.
 * @param folders real paths, without symbolic links in them
 */
export function confineTo(folders: readonly string[]): void {
  roots = folders
}

/**
 * Opens a file or folder to read. A pipe does not block.
 * @throws LastlayerError `usage` if it lies outside the folders of this process; the system's own errors
 */
export async function openToRead(path: string): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(async (error: unknown) => {
    // Why it cannot be opened would tell what there is outside.
    await requireInside(path)
    throw error
  })
  try {
    if (roots !== null) await requireWithin(roots, handle, path)
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

/**
 * Refuses a path that leads outside, before anything is told of what is there: links are followed whether or not there is
 * something at their end. What is opened later is checked again.
 * @throws LastlayerError `usage`, naming the path as it was given
 */
export async function requireInside(path: string): Promise<void> {
  if (roots === null) return
  const real = await followLinks(resolve(path)).catch((error: unknown) => {
    throw outside(path, error)
  })
  if (!roots.some((root) => isWithin(root, real))) throw outside(path)
}

/** What the system says of a file or folder, links followed. @throws as {@link openToRead} */
export async function lookAt(path: string): Promise<BigIntStats> {
  if (roots === null) return stat(path, { bigint: true })
  const handle = await openToRead(path)
  try {
    return await handle.stat({ bigint: true })
  } finally {
    await handle.close()
  }
}

/** The whole of a file, as UTF-8. @throws as {@link openToRead} */
export async function readText(path: string): Promise<string> {
  const handle = await openToRead(path)
  try {
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

/** What a folder holds, as the system lists it. @throws as {@link openToRead} */
export async function* readFolder(path: string): AsyncGenerator<Dirent> {
  yield* await withFolder(path, opendir)
}

/**
 * Lends a folder to `use` under a path that leads to this very folder, whatever takes its place meanwhile.
 * @throws as {@link openToRead}, and what `use` throws
 */
export async function withFolder<T>(path: string, use: (path: string) => Promise<T>): Promise<T> {
  if (roots === null) return use(path)
  const handle = await openToRead(path)
  try {
    return await use(pathOf(handle) ?? path)
  } finally {
    await handle.close()
  }
}

/** Linux alone has a path for what is open. */
export function pathOf({ fd }: FileHandle): string | null {
  return process.platform === 'linux' ? `/proc/self/fd/${fd}` : null
}

/** Whether the process may open only what lies in certain folders. */
export function isConfined(): boolean {
  return roots !== null
}

/** Whether a path lies in a folder, or is that folder. Both absolute. */
export function isWithin(folder: string, path: string): boolean {
  const inside = relative(folder, path)
  return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)
}

/** The error for a path that may not be read: the same for what exists and what does not. */
export function outside(path: string, cause?: unknown): LastlayerError {
  return new LastlayerError('usage', `${path} is outside the folders that this server was given (--roots).`, { cause })
}

async function requireWithin(folders: readonly string[], handle: FileHandle, path: string): Promise<void> {
  const real = await realPathOf(handle, path)
  if (!folders.some((folder) => isWithin(folder, real))) throw outside(path)
}

/** Where what was opened lies. Elsewhere than on Linux the path is followed once more, and must lead to the same. */
async function realPathOf(handle: FileHandle, path: string): Promise<string> {
  const own = pathOf(handle)
  if (own !== null) return readlink(own)
  const real = await realpath(path)
  const [opened, named] = await Promise.all([handle.stat({ bigint: true }), stat(real, { bigint: true })])
  if (opened.ino !== named.ino || opened.dev !== named.dev) throw outside(path)
  return real
}
