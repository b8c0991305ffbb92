import { writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { LastlayerError } from '../../shared/errors.ts'
import { makeFolder, systemCode, writing } from './atomic-files.ts'
import { isAlive } from './process-mark.ts'

/**
 * Holds the lock file `lock` for this process while `work` runs. The lock of a process that is gone is taken over.
 * @throws LastlayerError `held(process)` if another process, or another part of this one, holds it; `output` if the file
 * cannot be written, or is no lock.
 */
export async function withLock<T>(
  lock: string,
  held: (holder: number) => LastlayerError,
  work: () => Promise<T>,
): Promise<T> {
  await writing(lock, () => makeFolder(dirname(lock)))
  if (!(await take(lock))) {
    const content = await contentOf(lock)
    const holder = Number(content)
    if (isAlive(holder) || !(await takeOver(lock, content))) throw held(holder)
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
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return true
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false
      throw error
    }
  })
}

/** The number of a process, or nothing: what a lock holds. @throws LastlayerError `output` if it is something else */
async function contentOf(lock: string): Promise<string> {
  const content = await readFile(lock, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return ''
    throw noLock(lock, error)
  })
  if (/^\d{0,10}$/.test(content)) return content
  throw noLock(lock)
}

function noLock(lock: string, cause?: unknown): LastlayerError {
  const message = `${lock} is in the way, and no lock of Lastlayer. Move it away and try again.`
  return new LastlayerError('output', message, { cause })
}

/** Takes the lock of a process that is gone; false if another process has done so. One at a time may try. */
async function takeOver(lock: string, content: string): Promise<boolean> {
  const turn = `${lock}.turn`
  if (!(await take(turn))) {
    if (!isAlive(Number(await contentOf(turn)))) await rm(turn, { force: true })
    return false
  }
  try {
    if ((await contentOf(lock)) === content) await rm(lock, { force: true })
    return await take(lock)
  } finally {
    await rm(turn, { force: true })
  }
}
