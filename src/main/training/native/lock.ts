import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setupError } from './tools.ts'

/**
 * Holds `folder` for this process while `work` runs. The lock of a process that is gone is taken over.
 * @throws LastlayerError `setup` if another process holds it.
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, 'setup.lock')
  await mkdir(folder, { recursive: true })
  if (!(await take(lock))) {
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
    if (isAlive(holder)) throw setupError(`Set-up is already running (process ${holder}).`)
    await rm(lock, { force: true })
    if (!(await take(lock))) throw setupError('Set-up is already running.')
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

function take(lock: string): Promise<boolean> {
  return writeFile(lock, String(process.pid), { flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
