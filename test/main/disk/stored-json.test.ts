import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readStored, writeStored } from '../../../src/main/disk/stored-json.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('What is stored is read again, and its folders are made', async () => {
  const path = join(await temporaryFolder(), 'new', 'one', 'settings.json')
  expect(readStored(path)).toBeUndefined()
  writeStored(path, { theme: 'dark' })
  expect(readStored(path)).toMatchObject({ theme: 'dark' })
  expect(readFileSync(path, 'utf8')).toMatch(/\n$/)
})

test.skipIf(process.platform !== 'linux')(
  'Where no folder can be made, that is an error (below /proc, on Linux)',
  () => {
    expect(() => writeStored('/proc/lastlayer/new/settings.json', {})).toThrow(/ENOENT/)
  },
)
