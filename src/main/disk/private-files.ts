import { chmod, lstat, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hasNoSuchCall } from './atomic-files.ts'

// What Lastlayer keeps is for the person alone, and what it makes for the person is as other programs make it. Windows
// has no such modes: there a folder in the person's profile is closed to others by itself.

const others = 0o077

/** What the person's own mask takes away; null while this process keeps nothing private. */
let mask: number | null = null

/** From here on what this process makes is closed to other users of the machine. */
export function keepPrivate(): void {
  if (process.platform !== 'win32') mask ??= process.umask(others)
}

/** Starts another program as the person would, who knows nothing of {@link keepPrivate}. */
export function asThePerson<T>(start: () => T): T {
  if (mask === null) return start()
  process.umask(mask)
  try {
    return start()
  } finally {
    process.umask(others)
  }
}

/**
 * Gives a file or folder that was made for the person the modes that other programs would have given it, unless the
 * folder in which it lies is closed to others too, or its disk knows no modes.
 */
export async function giveAway(path: string): Promise<void> {
  if (mask === null || ((await stat(dirname(path))).mode & others) === 0) return
  await openUp(path, mask).catch((error: unknown) => {
    if (!hasNoSuchCall(error)) throw error
  })
}

async function openUp(path: string, mask: number): Promise<void> {
  const about = await lstat(path)
  if (about.isFile()) await chmod(path, 0o666 & ~mask)
  if (!about.isDirectory()) return
  await chmod(path, 0o777 & ~mask)
  for (const name of await readdir(path)) await openUp(join(path, name), mask)
}

/**
 * Closes a file or folder, and what is in it, to others. A folder that is closed is passed over: so is all in it then.
 * @returns whether it was open, and ours to close
 */
export async function closeToOthers(path: string): Promise<boolean> {
  const about = await lstat(path).catch(() => null)
  if (about === null || about.uid !== process.getuid?.() || (about.mode & others) === 0) return false
  if (!about.isFile() && !about.isDirectory()) return false
  await chmod(path, about.mode & 0o700)
  if (about.isDirectory()) await closeAll(path)
  return true
}

async function closeAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o700)
    else if (entry.isDirectory()) {
      await chmod(path, (await lstat(path)).mode & 0o700)
      await closeAll(path)
    }
  }
}
