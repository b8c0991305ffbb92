import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withLock } from '../../../src/main/disk/lock.ts'
import { LastlayerError } from '../../../src/shared/errors.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const held = (holder: number): LastlayerError => new LastlayerError('usage', `Held by ${holder}.`)

test('A lock that is held is refused, and free again after the work, even if that fails', async () => {
  const lock = join(await temporaryFolder(), 'deep', 'a.lock')
  const failing = withLock(lock, held, async () => {
    await expect(withLock(lock, held, async () => 'never')).rejects.toThrow(`Held by ${process.pid}.`)
    throw new Error('as it may be')
  })
  await expect(failing).rejects.toThrow('as it may be')
  expect(existsSync(lock)).toBe(false)
  await expect(withLock(lock, held, async () => 'done')).resolves.toBe('done')
})

test.each(['999999999', '', 'nonsense'])(
  'The lock of a process that is gone, here "%s", is taken over',
  async (holder) => {
    const lock = join(await temporaryFolder(), 'a.lock')
    await writeFile(lock, holder)
    await expect(withLock(lock, held, async () => 'done')).resolves.toBe('done')
  },
)
