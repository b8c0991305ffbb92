import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { withLock } from '../../../src/main/disk/lock.ts'
import { markOf, ownMark } from '../../../src/main/disk/process-mark.ts'
import { LastlayerError } from '../../../src/shared/errors.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const held = (holder: string): LastlayerError => new LastlayerError('usage', `Held by ${holder}.`)

test('A lock that is held is refused, and free again after the work, even if that fails', async () => {
  const lock = join(await temporaryFolder(), 'deep', 'a.lock')
  const failing = withLock(lock, held, async () => {
    await expect(withLock(lock, held, async () => 'never')).rejects.toThrow(`Held by process ${process.pid}.`)
    throw new Error('as it may be')
  })
  await expect(failing).rejects.toThrow('as it may be')
  expect(existsSync(lock)).toBe(false)
  await expect(withLock(lock, held, async () => 'done')).resolves.toBe('done')
})

test.each(['999999999', markOf(999_999_999), ''])(
  'The lock of a process that is gone, here "%s", is taken over',
  async (holder) => {
    const lock = join(await temporaryFolder(), 'a.lock')
    await writeFile(lock, holder)
    await expect(withLock(lock, held, async () => 'done')).resolves.toBe('done')
  },
)

test('The lock of another machine is left to it, whatever its process is called here, with a way out', async () => {
  const lock = join(await temporaryFolder(), 'a.lock')
  await writeFile(lock, '999999999.abcdef.upstairs')
  await expect(withLock(lock, held, async () => 'never')).rejects.toThrow(
    `Held by process 999999999 of upstairs; if that has ended, delete ${lock}.`,
  )
  expect(await readFile(lock, 'utf8')).toBe('999999999.abcdef.upstairs')
})

test('A lock that is seen before what is in it is not taken from its holder', async () => {
  const lock = join(await temporaryFolder(), 'a.lock')
  await writeFile(lock, '')
  setTimeout(() => void writeFile(lock, '999999999.abcdef.upstairs'), 20)
  await expect(withLock(lock, held, async () => 'never')).rejects.toThrow('Held by process 999999999 of upstairs')
})

test.each([
  ['a folder', (lock: string) => mkdir(lock)],
  ['a file of somebody', (lock: string) => writeFile(lock, 'my shopping list')],
])('What is no lock, here %s, is left as it is, and named', async (_, make) => {
  const lock = join(await temporaryFolder(), 'a.lock')
  await make(lock)
  const before = await readdir(dirname(lock), { withFileTypes: true })
  await expect(withLock(lock, held, async () => 'done')).rejects.toThrow(
    `${lock} is in the way, and no lock of Lastlayer. Move it away and try again.`,
  )
  expect(await readdir(dirname(lock), { withFileTypes: true })).toEqual(before)
})

test('Of many that take over the lock of a process that is gone, one has it at a time', async () => {
  for (let round = 0; round < 20; round++) {
    const lock = join(await temporaryFolder(), 'a.lock')
    await writeFile(lock, '999999999')
    let [inside, most] = [0, 0]
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside)
      expect(await readFile(lock, 'utf8')).toBe(ownMark)
      inside--
    }
    await Promise.allSettled(Array.from({ length: 8 }, () => withLock(lock, held, work)))
    expect(most).toBe(1)
  }
})
