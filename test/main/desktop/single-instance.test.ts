import { mkdir, symlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { whyNotAlone } from '../../../src/main/desktop/single-instance.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test.skipIf(process.platform === 'win32').each([
  ['is open on this machine', `${hostname()}-1234`, null],
  [
    'is open on another machine',
    'upstairs-2-1234',
    /is open in .* on the machine upstairs-2\. Close it there, or choose/,
  ],
  ['lies on a disk without links', null, /The disk of .* takes no locks, .* with LASTLAYER_HOME\.$/],
])(
  'That a folder cannot be had, as it %s, is told with a way out unless a window comes to the front',
  async (...row) => {
    const [, lock, why] = row
    const folder = join(await temporaryFolder(), 'desktop')
    await mkdir(folder)
    if (lock !== null) await symlink(lock, join(folder, 'SingletonLock'))
    if (why === null) expect(whyNotAlone(folder)).toBeNull()
    else expect(whyNotAlone(folder)).toMatch(why)
  },
)
