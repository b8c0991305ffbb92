// The licences of everything that a package holds, in one file: of the packages of npm that are loaded or that are part of
// the built code, and of Node. Electron brings its own along.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './prepare.mjs'

/**
 * Writes out/licences.txt.
 * @param {string} node the folder of the Node that is packaged
 * @throws Error for a package that names no licence
 */
export function gatherLicences(node) {
  const list = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const folders = list
    .trim()
    .split('\n')
    .filter((folder) => folder.includes('node_modules') && existsSync(folder))
  const parts = [...new Set([...folders, ...bundled()])].sort().map(licenceOf)
  parts.push(`Node.js\n\n${readFileSync(join(node, 'LICENSE'), 'utf8')}`)
  parts.push(`Lastlayer\n\n${readFileSync(join(root, 'LICENSE'), 'utf8')}`)
  writeFileSync(join(root, 'out', 'licences.txt'), parts.join(`\n\n${'-'.repeat(80)}\n\n`))
}

/**
 * The folders of the packages that the sources name, and of those that these need.
 * @returns {Set<string>}
 */
function bundled() {
  const source = join(root, 'src')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|svelte)$/.test(file))
  const named = files.flatMap((file) =>
    Array.from(
      readFileSync(join(source, file), 'utf8').matchAll(/(?:from|import\()\s*'((?:@[\w-]+\/)?[\w-][\w.-]*)/g),
      ([, name = '']) => name,
    ),
  )
  /** @type {Set<string>} */
  const found = new Set()
  /** @param {string} name @param {string} from */
  const add = (name, from) => {
    const folder = packageFolder(name, from)
    if (folder === null || found.has(folder) || name === 'electron') return
    found.add(folder)
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    for (const other of Object.keys(dependencies)) add(other, folder)
  }
  for (const name of new Set(named)) add(name, root)
  return found
}

/**
 * Where Node finds a package from a folder; null for what is none, such as a module of Node's own.
 * @param {string} name
 * @param {string} from
 * @returns {string | null}
 */
function packageFolder(name, from) {
  const folder = join(from, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return folder
  return from === root ? null : packageFolder(name, dirname(from))
}

/** @param {string} folder */
function licenceOf(folder) {
  const { name, version, license, licenses, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const kind = license?.type ?? license ?? licenses?.map((/** @type {{ type: string }} */ one) => one.type).join(' or ')
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim())
  if (!kind && texts.length === 0) throw new Error(`${name} names no licence: see ${folder}.`)
  const by = typeof author === 'string' ? author : author?.name
  return [`${name} ${version} (${kind})${by ? `, ${by}` : ''}`, ...texts].join('\n\n')
}
