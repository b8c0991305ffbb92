import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { LastlayerError } from '../../shared/errors.ts'

/**
 * Writes a file so that it appears whole or not at all, even if the machine stops: beside it, fsync, rename.
 * @throws LastlayerError `output`, naming the path; nothing is left behind and a former file stays.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  await writeStreamAtomic(path, [typeof content === 'string' ? Buffer.from(content) : content])
}

/**
 * {@link writeFileAtomic} for content that should not be in memory at once. Each chunk is on its way to the disk before
 * the next one is asked for. What `chunks` itself throws is passed on unchanged.
 */
export async function writeStreamAtomic(
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const temporary = besides(path)
  const file = await writing(path, () => open(temporary, 'wx'))
  try {
    try {
      for await (const chunk of chunks) await writing(path, () => writeWhole(file, chunk))
      await writing(path, () => file.sync())
    } finally {
      await file.close()
    }
    await writing(path, () => replace(temporary, path))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
  await writing(path, () => syncFolder(dirname(path)))
}

/** A name for a temporary file or folder in the same folder as `path`, so that a rename stays on one disk. */
export function besides(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
}

/** Makes the names in a folder durable. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes what was written into a file durable. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Renames over what is there. On Windows a virus scanner may hold a new file for a moment, so it is tried again. */
export async function replace(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to)
    } catch (error) {
      const held = process.platform === 'win32' && /^(EACCES|EPERM|EBUSY)$/.test(systemCode(error) ?? '')
      if (!held || attempt === 6) throw error
      await delay(attempt * 50)
    }
  }
}

/** Runs a file operation whose failure means that `path` cannot be written, and says so to the person. */
export async function writing<T>(path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (error) {
    const code = systemCode(error)
    if (code === null) throw error
    throw new LastlayerError(
      'output',
      `${path} could not be written: ${remedies[code] ?? `the system says ${code}.`}`,
      {
        cause: error,
      },
    )
  }
}

/** The code of a system error, such as ENOENT; null for every other error. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

const remedies: Record<string, string> = {
  ENOSPC: 'the disk is full. Free some space or choose a folder on another disk.',
  EDQUOT: 'your disk quota is used up. Free some space or choose a folder on another disk.',
  EFBIG: 'it would be larger than this disk or system allows. Choose a folder on another disk.',
  EACCES: 'there is no permission. Choose a folder of your own or change its permissions.',
  EPERM: 'there is no permission. Choose a folder of your own or change its permissions.',
  EROFS: 'the disk is read-only. Choose a folder on another disk.',
  ENOENT: 'its folder does not exist. Create the folder or choose another one.',
  ENOTDIR: 'part of the path is a file. Choose another folder.',
  EISDIR: 'a folder has that name. Move it away or choose another name.',
  EEXIST: 'a folder has that name. Move it away or choose another name.',
  ENOTEMPTY: 'a folder has that name. Move it away or choose another name.',
  ENAMETOOLONG: 'the name is too long. Choose a shorter one.',
  EBUSY: 'another program holds it. Close that program and try again.',
  EIO: 'the disk reports an error. Check the disk or choose a folder on another one.',
}

async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.byteLength;) {
    const { bytesWritten } = await file.write(chunk, written, chunk.byteLength - written)
    written += bytesWritten
  }
}

/** Makes a folder and those above it. Node's own recursive mkdir never ends below /proc and the like. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT' && dirname(path) !== path) {
      await makeFolder(dirname(path))
      await mkdir(path)
    } else if (systemCode(error) !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error
  }
}

/** Free bytes on the disk of a folder that may not be there yet. */
export async function freeBytes(folder: string): Promise<number> {
  let existing = folder
  while (!existsSync(existing)) existing = dirname(existing)
  const { bavail, bsize } = await statfs(existing)
  return bavail * bsize
}
