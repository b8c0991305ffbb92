import { spawn } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '../../src/main/host/paths.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test.skipIf(process.platform !== 'linux')(
  'An Electron that a signal ends at once, as without a sandbox, leads to the browser (a shell script, on Linux)',
  async () => {
    const folder = await temporaryFolder()
    const electron = join(folder, 'electron')
    writeFileSync(electron, '#!/bin/sh\nkill -TRAP $$\n')
    writeFileSync(join(folder, 'xdg-open'), '#!/bin/sh\n')
    for (const path of [electron, join(folder, 'xdg-open')]) chmodSync(path, 0o755)
    const env = {
      ...process.env,
      ...{ ELECTRON_EXEC_PATH: electron, DISPLAY: ':0', LASTLAYER_HOME: folder, LASTLAYER_NO_SETUP: '1' },
      PATH: `${folder}:${process.env.PATH}`,
    }
    const child = spawn(process.execPath, [join(packageRoot(), 'scripts', 'start.mjs')], { env })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)))
    await expect.poll(() => said, { timeout: 60_000 }).toMatch(/http:\/\/127\.0\.0\.1/)
    child.kill('SIGTERM')
    expect(said).toContain('Electron does not start here (SIGTRAP). Here is the same window for a browser:')
  },
)
