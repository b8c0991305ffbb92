import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { installed } from '../../scripts/electron.mjs'
import { packageRoot } from '../../src/main/host/paths.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What `npm start` says until the window is there for a browser, and the address that the browser is given. */
async function start(env: (folder: string) => NodeJS.ProcessEnv): Promise<{ said: string; opened: string }> {
  const folder = await temporaryFolder()
  const browser = join(folder, 'browser')
  const opened = join(folder, 'opened')
  writeFileSync(browser, `#!/bin/sh\necho "$1" > ${opened}\n`)
  chmodSync(browser, 0o755)
  const own = { DISPLAY: ':0', BROWSER: browser, LASTLAYER_HOME: folder, LASTLAYER_NO_SETUP: '1' }
  const child = spawn(process.execPath, [join(packageRoot(), 'scripts', 'start.mjs')], {
    env: { ...process.env, ...own, ...env(folder) },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)))
  await expect.poll(() => said, { timeout: 60_000 }).toMatch(/http:\/\/127\.0\.0\.1/)
  await expect.poll(() => existsSync(opened), { timeout: 20_000 }).toBe(true)
  child.kill('SIGTERM')
  return { said, opened: readFileSync(opened, 'utf8') }
}

const isLinux = process.platform === 'linux'

test.skipIf(!isLinux)(
  'An Electron that a signal ends at once, as without a sandbox, leads to the browser (shell scripts, on Linux)',
  async () => {
    const { said, opened } = await start((folder) => {
      const electron = join(folder, 'electron')
      writeFileSync(electron, '#!/bin/sh\nkill -TRAP $$\n')
      chmodSync(electron, 0o755)
      return { ELECTRON_EXEC_PATH: electron }
    })
    expect(said).toContain('Electron does not start here (SIGTRAP). Here is the same window for a browser:')
    expect(opened).not.toBe('')
  },
)

test.skipIf(!isLinux || installed() !== null)(
  'An Electron that cannot be fetched is told of in one sentence, and the browser opens by itself (on Linux)',
  async () => {
    const { said, opened } = await start(() => ({ ELECTRON_MIRROR: 'http://127.0.0.1:1/' }))
    expect(said).toMatch(/^Electron could not be fetched \([^\n]+\)\. Here is the same window for a browser:$/m)
    expect(said).not.toMatch(/^\s+at /m)
    expect(opened).not.toBe('')
  },
)
