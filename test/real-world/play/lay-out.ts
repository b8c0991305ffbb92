import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import type { Input } from '../case.ts'

/** Files by their paths; a link names what it leads to. */
export type Tree = Readonly<Record<string, string | Buffer | { readonly linkTo: string }>>

/** The path of an input, which is gone when the present test ends if it had to be written. */
export async function layOut(input: Input): Promise<string> {
  if (typeof input === 'string') return inputPath(input)
  const folder = await temporaryFolder()
  for (const [path, content] of Object.entries(input.tree)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    if (typeof content === 'string' || Buffer.isBuffer(content)) await writeFile(join(folder, path), content)
    else await symlink(content.linkTo, join(folder, path))
  }
  return join(folder, input.open ?? '')
}

/** The path of what is below inputs/. */
export function inputPath(name: string): string {
  return join(import.meta.dirname, '../inputs', name)
}

const things = ['lamp', 'film', 'song', 'chair', 'soup', 'train ride', 'garden', 'novel']

/** The text of a review, good or bad. */
export function review(i: number, isGood = i % 2 === 0): string {
  return `The ${things[i % things.length]} number ${i} was ${isGood ? 'lovely and bright' : 'dull and dreary'}`
}

/**
 * A folder a label with twelve texts each, below `root`.
 * @param name of a file, by its number
 */
export function labelFolders(
  root = '',
  labels: readonly [good: string, bad: string] = ['pos', 'neg'],
  name = (i: number) => `${String(i).padStart(3, '0')}.txt`,
  encode = (text: string): string | Buffer => text,
): Record<string, string | Buffer> {
  const files = Array.from({ length: 24 }, (_, i) => [join(root, labels[i % 2], name(i)), encode(review(i))])
  return Object.fromEntries(files)
}

/** A table of reviews, half of them good; `cells` gives a row's cells by its number. */
export function reviewTable(
  header: string | null,
  cells: (i: number, label: 'pos' | 'neg') => readonly (string | number)[],
  rows = 40,
): string {
  const lines = Array.from({ length: rows }, (_, i) => cells(i, i % 2 === 0 ? 'pos' : 'neg').join(','))
  return [...(header === null ? [] : [header]), ...lines].join('\n') + '\n'
}
