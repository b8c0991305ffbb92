// A folder is a room that can be taken in at a glance: at most 14 files, and at most 3 beside folders.
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './prepare.mjs'

const mostFiles = 14
const mostLooseFiles = 3

/**
 * Every folder below one that is too full, with the reason.
 * @param {string} folder
 * @returns {string[]}
 */
function tooFull(folder) {
  const entries = readdirSync(folder, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory())
  const files = entries.length - folders.length
  const name = relative(root, folder)
  const faults = folders.flatMap((entry) => tooFull(join(folder, entry.name)))
  if (files > mostFiles) faults.push(`${name} has ${files} files: at most ${mostFiles}.`)
  if (folders.length > 0 && files > mostLooseFiles) {
    faults.push(`${name} has ${files} files beside folders: at most ${mostLooseFiles}.`)
  }
  return faults
}

const faults = tooFull(join(root, 'src', 'main'))
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
