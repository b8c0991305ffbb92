import { mkdtempSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { markIn } from './atomic-files.ts'
import { isGone, ownMark } from './process-mark.ts'

const kinds = ['call', 'desk', 'digests', 'graph', 'model', 'open', 'shard', 'uploads'] as const
const names = new RegExp(`^lastlayer-(?:${kinds.join('|')})-(.+)-[^-]{6}$`)

/**
 * Makes a folder that only its owner can enter, named after what it is for and after this process.
 * @param parent the system's folder for temporary files, unless given
 */
export function makeTemporaryFolder(kind: (typeof kinds)[number], parent = tmpdir()): string {
  return mkdtempSync(join(parent, `lastlayer-${kind}-${ownMark}-`))
}

/** Deletes the temporary folders of processes that ended before they could. What is not ours to delete stays. */
export async function sweepTemporaryFolders(parent = tmpdir()): Promise<void> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const mark = names.exec(entry.name)?.[1]
    if (mark === undefined || !entry.isDirectory() || !isGone(mark)) continue
    await rm(join(parent, entry.name), { recursive: true, force: true }).catch(() => undefined)
  }
}

/**
 * Deletes what processes that have ended left half-written in a folder, and in those below it if that is asked for: best
 * effort.
 */
export async function sweepHalves(folder: string, isDeep = false): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: isDeep }).catch(() => [])
  for (const { name, parentPath } of entries) {
    const mark = markIn(name)
    if (mark === undefined || !isGone(mark)) continue
    await rm(join(parentPath, name), { recursive: true, force: true }).catch(() => undefined)
  }
}
