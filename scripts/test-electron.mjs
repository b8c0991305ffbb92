// `npm run test:electron`: the window's tests in a real Electron, under Xvfb where there is one, as an ordinary user and
// with the sandbox on. Without an argument all of them; others are given to vitest. Where that cannot be, it says why.
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installed } from './electron.mjs'
import { electronFixture } from './electron-fixture.mjs'
import { root, run } from './prepare.mjs'

const given = process.argv.slice(2)
const isRoot = process.getuid?.() === 0

await run(async () => {
  const found = find()
  if ('why' in found) return console.log(`- The window in a real Electron is skipped: ${found.why}.`)
  const display = found.hasDisplay ? null : await startDisplay()
  const env = { ...process.env, ...found.env, ...(display ? { DISPLAY: display.name } : {}) }
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', ...(given.length > 0 ? given : ['test/e2e/electron'])],
    {
      cwd: root,
      stdio: 'inherit',
      env,
    },
  )
  display?.stop()
  process.exitCode = status ?? 1
})

/** What the tests need of the environment, or the reason why they cannot run. */
function find() {
  const hasDisplay = process.platform !== 'linux'
  if (!hasDisplay && !isProgram('Xvfb')) return { why: 'there is no Xvfb' }
  if (isRoot && !isProgram('setpriv')) return { why: 'root has no sandbox, and there is no setpriv' }
  try {
    const { binary, app } = findElectron()
    const missing = missingLibraries(binary)
    if (missing.length > 0) return { why: `libraries of the system are missing, ${missing[0]} first` }
    if (isRoot && !isForEveryone(binary)) return { why: 'other users than root cannot read this folder' }
    const wrapper = join(root, 'test', 'electron-22', 'as-nobody.sh')
    const env = { ELECTRON_BINARY: binary, ELECTRON_EXEC_PATH: isRoot ? wrapper : binary, LASTLAYER_TEST_APP: app }
    return { hasDisplay, env }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

/** The one that is given, the package's own, or the fixture, which needs a build of its own. */
function findElectron() {
  const given = process.env.ELECTRON_EXEC_PATH ?? installed()
  if (given) return { binary: given, app: root }
  const binary = join(electronFixture(), 'electron')
  const config = join('test', 'electron-22', 'electron.vite.config.ts')
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'build', '--config', config, '-l', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the build for Electron 22 failed: ${stdout}${stderr}`)
  return { binary, app: join(root, 'out', 'electron-22') }
}

/**
 * @param {string} name
 * @returns whether it is on the PATH
 */
function isProgram(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/**
 * @param {string} binary
 * @returns names of libraries that the linker does not find
 */
function missingLibraries(binary) {
  if (process.platform !== 'linux') return []
  const { stdout } = spawnSync('ldd', [binary], { encoding: 'utf8' })
  return (stdout ?? '').split('\n').flatMap((line) => line.match(/^\s*(\S+) => not found/)?.[1] ?? [])
}

/** @param {string} binary */
function isForEveryone(binary) {
  const reads = [process.execPath, binary, join(root, 'package.json')].map((path) => `test -r '${path}'`)
  return spawnSync('sh', ['-c', reads.join(' && ')], { uid: 65534, gid: 65534 }).status === 0
}

/** A display of its own, on a number that the server chooses. */
async function startDisplay() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise((resolve, reject) => {
    server.stdio[3]?.once('data', (data) => resolve(String(data).trim()))
    server.once('close', () => reject(new Error('Xvfb does not start.')))
  })
  return { name: `:${number}`, stop: () => server.kill() }
}
