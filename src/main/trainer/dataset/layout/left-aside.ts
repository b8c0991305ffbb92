import { basename, join, relative } from 'node:path'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { say } from '../../../../shared/said.ts'
import { listFolder } from '../bytes/files.ts'
import { shortList, type FoldersLayout, type TablesLayout } from './layout.ts'
import { isBesides } from './names.ts'
import { filesOf } from './text-folders.ts'

/** What is said of the files of a folder that are no tables of the dataset. */
export function looseFiles(folder: string, names: readonly string[], { files }: TablesLayout): FindingInput[] {
  const used = new Set(files.map(({ path }) => path))
  return leftAside(names.filter((name) => !used.has(join(folder, name)) && !isBesides(name)))
}

/** What is said of the files in and beside label folders that are not read, and of aclImdb's folder without labels. */
export async function filesAside(root: string, { folders }: FoldersLayout): Promise<FindingInput[]> {
  const aside: string[] = []
  for (const folder of folders) for (const path of (await filesOf(folder)).aside) aside.push(path)
  const unlabelled: string[] = []
  for (const parent of new Set([root, ...folders.map(({ folder }) => join(folder, '..'))])) {
    for (const entry of await listFolder(parent)) {
      if (entry.name === 'unsup' && entry.isDirectory()) unlabelled.push(join(parent, entry.name))
      else if (entry.isFile() && !isBesides(entry.name)) aside.push(join(parent, entry.name))
    }
  }
  const short = (paths: readonly string[]) => paths.map((path) => relative(root, path) || basename(path))
  return [...leftAside(short(aside)), ...short(unlabelled).map(withoutLabels)]
}

function leftAside(names: readonly string[]): FindingInput[] {
  if (names.length === 0) return []
  const sentence = say(
    { one: '{{count}} file was left aside: {{files}}.', other: '{{count}} files were left aside: {{files}}.' },
    { count: names.length, files: shortList(names) },
  )
  return [{ kind: 'files', severity: 'note', sentence }]
}

function withoutLabels(name: string): FindingInput {
  const sentence = say('{{folder}} holds texts without labels and was left aside.', { folder: name })
  return { kind: 'files', severity: 'note', sentence }
}
