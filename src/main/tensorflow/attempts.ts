import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../disk/atomic-files.ts'
import { findRuntime, runtimeFolders } from './runtime.ts'

// `npm start` sets native TensorFlow up by itself, but only once: what became of that, if it was not an installation, is
// one sentence in a file.

/** Whether set-up need not begin by itself: TensorFlow is installed, was removed, or could not be installed. */
export async function isDecided(home: string): Promise<boolean> {
  return existsSync(memory(home)) || (await findRuntime(home)) !== null
}

/** Keeps set-up from beginning by itself again. */
export async function remember(home: string, sentence: string): Promise<void> {
  await makeFolder(runtimeFolders(home).root)
  await writeFile(memory(home), `${sentence}\n`)
}

/** Forgets an earlier failure or removal. */
export async function forget(home: string): Promise<void> {
  await rm(memory(home), { force: true })
}

function memory(home: string): string {
  return join(runtimeFolders(home).root, 'not-installed.txt')
}
