import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { LastlayerError } from '../../shared/errors.ts'
import { ownMark } from './process-mark.ts'

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
      await writing(path, () => sync(file))
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

/**
 * A name for a temporary file or folder in the same folder as `path`, so that a rename stays on one disk. It tells whose it
 * is, so that others may delete what a process could not.
 */
export function besides(path: string): string {
  const subject = basename(path).slice(0, longestSubject)
  return join(dirname(path), `.${subject}.${randomBytes(6).toString('hex')}.${ownMark}.tmp`)
}

/** Characters: file systems take names of 255 bytes. */
const longestSubject = 40

/** The mark of the process that a name of {@link besides} belongs to; undefined for other names. */
export function markIn(name: string): string | undefined {
  return /^\..+\.[0-9a-f]{12}\.(.+)\.tmp$/.exec(name)?.[1]
}

/** Makes the names in a folder durable. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await syncOpened(folder, 'r')
}

/** Makes what was written into a file durable. */
export async function syncFile(path: string): Promise<void> {
  await syncOpened(path, 'r+')
}

async function syncOpened(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags)
  try {
    await sync(handle)
  } finally {
    await handle.close()
  }
}

/** Makes what was written durable, as far as the disk can: some network disks have no such call, above all for folders. */
export async function sync(handle: FileHandle): Promise<void> {
  await handle.sync().catch((error: unknown) => {
    if (!hasNoSuchCall(error)) throw error
  })
}

/** Whether an error of the system says that this disk, a network disk mostly, cannot do such a thing at all. */
export function hasNoSuchCall(error: unknown): boolean {
  return /^(EINVAL|ENOTSUP|EOPNOTSUPP|ENOSYS|EPERM|EBADF|EISDIR)$/.test(systemCode(error) ?? '')
}

/**
 * Renames over what is there. A virus scanner on Windows, or whoever reads on a network disk, may hold a file for a moment,
 * so it is tried again.
 */
export async function replace(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to)
    } catch (error) {
      const wait = waitForHolder(attempt, error)
      if (wait === null) throw error
      await delay(wait)
    }
  }
}

/** Milliseconds to wait before a rename is tried again that has failed so many times; null if it is to be given up. */
export function waitForHolder(attempt: number, error: unknown): number | null {
  return attempt < 6 && /^(EACCES|EPERM|EBUSY)$/.test(systemCode(error) ?? '') ? attempt * 50 : null
}

/** The disk, or the person's share of it, has no room for what is to be written: it may have some later. */
export class DiskFullError extends LastlayerError {
  constructor(message: string, options?: ErrorOptions) {
    super('output', message, options)
  }
}

/** Whether an error of the system says that a disk, or the person's share of it, is full. */
export function saysDiskFull(error: unknown): boolean {
  return /^(ENOSPC|EDQUOT)$/.test(systemCode(error) ?? '')
}

/**
 * Runs a file operation whose failure means that `path` cannot be written, and says so to the person.
 * @throws LastlayerError `output`; a {@link DiskFullError} where there is no room
 */
export async function writing<T>(path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (error) {
    throw unwritten(path, error)
  }
}

/** The error to throw where `path` cannot be written; what is no error of the system is passed on. */
export function unwritten(path: string, cause: unknown): unknown {
  const code = systemCode(cause)
  if (code === null) return cause
  const message = `${path} could not be written: ${remedies[code] ?? `the system says ${code}.`}`
  if (saysDiskFull(cause)) return new DiskFullError(message, { cause })
  return new LastlayerError('output', message, { cause })
}

/** The code of a system error, such as ENOENT; null for every other error. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

const noAnswer = 'the network disk does not answer. Connect it again, or choose a folder on another disk.'

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
  ESTALE: noAnswer,
  ETIMEDOUT: noAnswer,
  EHOSTDOWN: noAnswer,
  ENOTCONN: noAnswer,
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

/** @param what is to be written @param advice what a person can do @throws DiskFullError if there is less room than that */
export async function requireRoom(folder: string, bytes: number, what: string, advice: string): Promise<void> {
  const { blocks, bavail, bsize } = await statfs(folder)
  // Some network disks do not say how large they are.
  if (blocks === 0 || bavail * bsize >= bytes) return
  throw new DiskFullError(
    `The disk of ${folder} has no room for ${Math.ceil(bytes / 2 ** 20)} MB of ${what}. ${advice}.`,
  )
}

/** Free bytes on the disk of a folder that may not be there yet; Infinity where the disk does not say. */
export async function freeBytes(folder: string): Promise<number> {
  return (await diskSpace(folder)).free
}

/** Bytes of the disk of a folder that may not be there yet, and how many are free; Infinity where the disk does not say. */
export async function diskSpace(folder: string): Promise<{ total: number; free: number }> {
  let existing = folder
  while (!existsSync(existing)) existing = dirname(existing)
  const { blocks, bavail, bsize } = await statfs(existing)
  return blocks === 0 ? { total: Infinity, free: Infinity } : { total: blocks * bsize, free: bavail * bsize }
}
