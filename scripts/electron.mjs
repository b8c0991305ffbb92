// Finds Electron's binary, or has the electron package fetch it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { clearInterval, setInterval } from 'node:timers'
import { isOffline } from './switches.mjs'

const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
/** A download that stands still for so long will not come: milliseconds. */
const patience = 15_000

/** The path of the binary; throws one sentence where there is none and none can be fetched. */
export async function findElectron() {
  const given = process.env.ELECTRON_EXEC_PATH
  if (given) {
    if (existsSync(given)) return given
    throw new Error(`ELECTRON_EXEC_PATH is ${given}, where no file is`)
  }
  const here = installed()
  if (here === null && isOffline(process.env)) throw new Error('Electron is not here, and HF_HUB_OFFLINE is set')
  return here ?? (await fetchElectron())
}

/** The package's own binary. It is not asked by requiring it: from version 42 that fetches a binary that is missing. */
export function installed() {
  const names = ['electron', 'electron.exe', join('Electron.app', 'Contents', 'MacOS', 'Electron')]
  return names.map((name) => join(folder, 'dist', name)).find((path) => existsSync(path)) ?? null
}

async function fetchElectron() {
  console.error('Fetching Electron for the window (about 100 MB, once) …')
  const temporary = mkdtempSync(join(tmpdir(), 'lastlayer-electron-'))
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  })
  /** @type {string[]} */
  const words = []
  child.stderr.on('data', (data) => words.push(String(data)))
  let [size, since, isStuck] = [0, Date.now(), false]
  const watch = setInterval(() => {
    const now = sizeOf(temporary) + sizeOf(join(folder, 'dist'))
    if (now !== size) [size, since] = [now, Date.now()]
    if (Date.now() - since < patience) return
    isStuck = true
    child.kill('SIGKILL')
  }, 500)
  await once(child, 'close')
  clearInterval(watch)
  rmSync(temporary, { recursive: true, force: true })
  const path = installed()
  if (path) return path
  throw new Error(`Electron could not be fetched (${isStuck ? 'the download stands still' : reason(words.join(''))})`)
}

/**
 * The line that names the error, without the stack below it.
 * @param {string} text
 */
function reason(text) {
  const line = text.split('\n').find((line) => /error/i.test(line)) ?? 'its install script failed'
  return line.replace(/^.*Error: /, '').replace(/\.?\s*$/, '')
}

/**
 * @param {string} path
 * @returns {number} bytes of a file, or of all files below a folder
 */
function sizeOf(path) {
  if (!existsSync(path)) return 0
  const entry = statSync(path)
  if (!entry.isDirectory()) return entry.size
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
}
