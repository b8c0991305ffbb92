import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '../../src/main/host/paths.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What `npm start` says until the window is there for a browser, and what the system's opener is given. */
async function start(env: (folder: string) => NodeJS.ProcessEnv): Promise<{ said: string; opened: string }> {
  const folder = await temporaryFolder()
  const opener = join(folder, 'xdg-open')
  const opened = join(folder, 'opened')
  writeFileSync(opener, `#!/bin/sh\necho "$1" > ${opened}\n`)
  chmodSync(opener, 0o755)
  const PATH = `${folder}:${process.env.PATH}`
  const own = { DISPLAY: ':0', PATH, LASTLAYER_HOME: folder, LASTLAYER_NO_SETUP: '1' }
  const child = spawn(process.execPath, [join(packageRoot(), 'scripts', 'start.mjs')], {
    env: { ...process.env, ...own, ...env(folder) },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)))
  await expect.poll(() => said, { timeout: 60_000 }).toMatch(/http:\/\/127\.0\.0\.1/)
  await expect.poll(() => existsSync(opened) && readFileSync(opened, 'utf8'), { timeout: 20_000 }).toBeTruthy()
  child.kill('SIGTERM')
  return { said, opened: readFileSync(opened, 'utf8') }
}

const isLinux = process.platform === 'linux'
const hasElectron = existsSync(join(packageRoot(), 'node_modules', 'electron', 'dist'))

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
    expect(opened).toMatch(/\.html$/m)
  },
)

test.skipIf(!isLinux || hasElectron)(
  'An Electron that cannot be fetched is told of in one sentence, and the browser opens by itself (on Linux)',
  async () => {
    const { said, opened } = await start(() => ({ ELECTRON_MIRROR: 'http://127.0.0.1:1/' }))
    expect(said).toMatch(/^Electron could not be fetched \([^\n]+\)\. Here is the same window for a browser:$/m)
    expect(said).not.toMatch(/^\s+at /m)
    expect(opened).toMatch(/\.html$/m)
  },
)
