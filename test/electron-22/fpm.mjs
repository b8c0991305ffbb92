#!/usr/bin/env node
// Makes the .deb in place of fpm, which electron-builder fetches from GitHub, where that cannot be had:
// `CUSTOM_FPM_PATH=$PWD/test/electron-22/fpm.mjs npm run package -- --linux deb …`. It needs dpkg-deb.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const flags = new Map()
const depends = []
const files = []
for (let given = process.argv.slice(2); given.length > 0;) {
  const [first, second] = given
  if (first === '--force') given = given.slice(1)
  else if (first === '-d') depends.push(second)
  else if (first.startsWith('-')) flags.set(first, second)
  else files.push(first.split('='))
  if (first !== '--force') given = given.slice(first.startsWith('-') ? 2 : 1)
}
if (flags.get('-t') !== 'deb') throw new Error(`Only a .deb can be made, no ${flags.get('-t')}.`)

const folder = mkdtempSync(join(tmpdir(), 'lastlayer-deb-'))
try {
  for (const [source, target] of files) {
    mkdirSync(dirname(join(folder, target)), { recursive: true })
    cpSync(source, join(folder, target), { recursive: true, verbatimSymlinks: true })
  }
  const control = [
    `Package: ${flags.get('--name')}`,
    `Version: ${flags.get('--version')}`,
    `Architecture: ${flags.get('--architecture')}`,
    `Maintainer: ${flags.get('--maintainer')}`,
    `Homepage: ${flags.get('--url')}`,
    `Depends: ${depends.join(', ')}`,
    `Recommends: ${flags.get('--deb-recommends')}`,
    `Description: ${flags.get('--description')}`,
  ]
  mkdirSync(join(folder, 'DEBIAN'))
  writeFileSync(join(folder, 'DEBIAN', 'control'), control.join('\n') + '\n')
  for (const [flag, name] of [
    ['--after-install', 'postinst'],
    ['--after-remove', 'postrm'],
  ]) {
    cpSync(flags.get(flag), join(folder, 'DEBIAN', name))
    chmodSync(join(folder, 'DEBIAN', name), 0o755)
  }
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z1', '--build', folder, flags.get('--package')])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
