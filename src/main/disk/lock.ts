import { writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { LastlayerError } from '../../shared/errors.ts'
import { makeFolder, systemCode } from './atomic-files.ts'

/**
 * Holds the lock file `lock` for this process while `work` runs. The lock of a process that is gone is taken over.
 * @throws LastlayerError `held(process)` if another process, or another part of this one, holds it.
 */
export async function withLock<T>(
  lock: string,
  held: (holder: number) => LastlayerError,
  work: () => Promise<T>,
): Promise<T> {
  await makeFolder(dirname(lock))
  if (!take(lock)) {
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
    if (isAlive(holder)) throw held(holder)
    await rm(lock, { force: true })
    if (!take(lock)) throw held(holder)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

/** Makes the file, unless it is there. In one go, so that hardly anyone can find it empty. */
function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
}

/** Whether a process of this number runs on this machine. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
