// electron-builder runs it when a package is complete and not signed yet: sets the fuses, has the package's own Node train
// with the package's own trainer, and looks at its size.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFuses } from './fuses.mjs'

/** What a package may take unpacked, in MB: half of it is Electron, a Node and ONNX Runtime. */
const most = 650

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack({ appOutDir, electronPlatformName: system, packager }) {
  const name = packager.appInfo.productFilename
  const isMac = system === 'darwin'
  const binary = {
    darwin: `${name}.app`,
    win32: `${name}.exe`,
    linux: name.toLowerCase(),
  }[system]
  if (!binary) throw new Error(`There is no package for ${system}.`)
  await setFuses(join(appOutDir, binary))

  const resources = isMac ? join(appOutDir, binary, 'Contents', 'Resources') : join(appOutDir, 'resources')
  const unpacked = join(resources, 'app.asar.unpacked')
  const node = join(resources, 'node', system === 'win32' ? 'node.exe' : 'node')
  const icon = join(unpacked, 'resources', 'icon.png')
  for (const path of [node, icon, join(resources, 'licences.txt')]) {
    if (!existsSync(path)) throw new Error(`The package lacks ${path}.`)
  }
  train(node, join(unpacked, 'out', 'main', 'cli.js'))

  const size = Math.round(sizeOf(appOutDir) / 1e6)
  console.log(`  • ${size} MB unpacked, of ${most} at most`)
  if (size > most)
    throw new Error(`The package takes ${size} MB, more than ${most}: see what was added to ${unpacked}.`)
}

/**
 * A small fine-tuning, which needs every part of a package but its window.
 * @param {string} node
 * @param {string} cli
 */
function train(node, cli) {
  const home = mkdtempSync(join(tmpdir(), 'lastlayer-package-'))
  const env = { ...process.env, LASTLAYER_HOME: home, LASTLAYER_BACKEND: 'wasm', HF_HUB_OFFLINE: '1' }
  const { status, stdout, stderr } = spawnSync(node, [cli, 'demo'], { cwd: home, env, encoding: 'utf8' })
  rmSync(home, { recursive: true, force: true })
  if (status !== 0) throw new Error(`The package does not train: ${stdout}${stderr}`)
}

/**
 * @param {string} folder
 * @returns {number} bytes of all files
 */
function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name)
    if (entry.isSymbolicLink()) return sum
    return sum + (entry.isDirectory() ? sizeOf(path) : statSync(path).size)
  }, 0)
}
