// Makes a fresh clone runnable: installs and builds only what is missing or out of date. Standard output is left alone.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDebugging } from './switches.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))

const lockfile = join(root, 'package-lock.json')
const installed = join(root, 'node_modules', '.package-lock.json')
const built = join(root, 'out', 'built')
const sources = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json'].map((path) => join(root, path))

/** Installs the packages of package-lock.json, unless they are there. */
export function install() {
  if (modified(installed) >= modified(lockfile)) return
  console.error('Installing packages with npm ci (a few minutes the first time) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status, error } = spawnSync(npm, ['ci', '--no-json', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    shell: process.platform === 'win32',
    // npm's own output goes to standard error, so that ours can be piped.
    stdio: ['ignore', 2, 2],
  })
  if (status === 0) return
  // Without this file the next start installs again instead of trusting a half-made node_modules.
  rmSync(installed, { force: true })
  throw new Error(
    `The packages could not be installed (npm ci ${error?.message ?? `ended with ${status}`}); see above.`,
  )
}

/** Builds src/ into out/, unless nothing has changed since the last build. */
export function build() {
  if (modified(built) >= Math.max(...sources.map(newest))) return
  console.error('Building …')
  const start = new Date()
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}`)
    throw new Error('The build failed; see above.')
  }
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(built, '')
  // The time of the start: a file saved during the build is newer and gets its own build.
  utimesSync(built, start, start)
}

/** Installs and builds; the one thing every script does first. */
export function prepare() {
  install()
  build()
}

/**
 * Runs `main` after `prepare`; a failure is one sentence and exit code 1.
 * @param {() => Promise<void>} main
 */
export async function run(main) {
  try {
    prepare()
    await main()
  } catch (error) {
    console.error(isDebugging || !(error instanceof Error) ? error : error.message)
    process.exitCode = 1
  }
}

/**
 * When a file was last changed, in milliseconds; 0 if there is none.
 * @param {string} path
 */
function modified(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0
}

/**
 * The newest change in a file or folder; a folder's own time tells of files that were removed.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const time = modified(path)
  if (time === 0 || !statSync(path).isDirectory()) return time
  return Math.max(time, ...readdirSync(path).map((name) => newest(join(path, name))))
}
