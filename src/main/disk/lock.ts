import { writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { LastlayerError } from '../../shared/errors.ts'
import { makeFolder, systemCode, writing } from './atomic-files.ts'
import { holderOf, isAlive, isGone, isMark, ownMark } from './process-mark.ts'

/**
 * Holds the lock file `lock` for this process while `work` runs. The lock of a process that is gone is taken over; what
 * became of a process of another machine cannot be known.
 * @throws LastlayerError `held(holder)` if another process, or another part of this one, holds it, with words for that;
 * `output` if the file cannot be written, or is no lock.
 */
export async function withLock<T>(
  lock: string,
  held: (holder: string) => LastlayerError,
  work: () => Promise<T>,
): Promise<T> {
  await writing(lock, () => makeFolder(dirname(lock)))
  if (!(await take(lock))) {
    const content = await settledContentOf(lock)
    if (!isFree(content) || !(await takeOver(lock, content))) throw held(holderOf(content, lock))
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

/** Makes the file, unless it is there. In one go, so that hardly anyone can find it empty. */
function take(lock: string): Promise<boolean> {
  return writing(lock, async () => {
    try {
      writeFileSync(lock, ownMark, { flag: 'wx' })
      return true
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false
      throw error
    }
  })
}

/**
 * The mark of a process, its number in earlier versions, or nothing: what a lock holds.
 * @throws LastlayerError `output` if it is something else
 */
async function contentOf(lock: string): Promise<string> {
  const content = await readFile(lock, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return ''
    throw noLock(lock, error)
  })
  if (isMark(content) || /^\d{0,10}$/.test(content)) return content
  throw noLock(lock)
}

/** {@link contentOf}; on a network disk a lock may be seen before what is in it. */
async function settledContentOf(lock: string): Promise<string> {
  const content = await contentOf(lock)
  if (content !== '') return content
  await delay(200)
  return contentOf(lock)
}

function isFree(content: string): boolean {
  return isMark(content) ? isGone(content) : !isAlive(Number(content))
}

function noLock(lock: string, cause?: unknown): LastlayerError {
  const message = `${lock} is in the way, and no lock of Lastlayer. Move it away and try again.`
  return new LastlayerError('output', message, { cause })
}

/** Takes the lock of a process that is gone; false if another process has done so. One at a time may try. */
async function takeOver(lock: string, content: string): Promise<boolean> {
  const turn = `${lock}.turn`
  if (!(await take(turn))) {
    if (isFree(await contentOf(turn))) await rm(turn, { force: true })
    return false
  }
  try {
    if ((await contentOf(lock)) === content) await rm(lock, { force: true })
    return await take(lock)
  } finally {
    await rm(turn, { force: true })
  }
}
