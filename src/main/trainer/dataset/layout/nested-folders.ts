import { basename } from 'node:path'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { say } from '../../../../shared/said.ts'
import { isFolder, listFolder } from '../bytes/files.ts'
import { shortList, type FoldersLayout } from './layout.ts'
import { areNumbered } from './names.ts'

/** What is said where every label's folder has the same folders in it, which may be the labels as well. */
export async function nestedFolders({ folders }: FoldersLayout): Promise<FindingInput[]> {
  const inner: string[] = []
  for (const { folder } of folders) {
    const names: string[] = []
    for (const entry of await listFolder(folder)) if (await isFolder(folder, entry)) names.push(entry.name)
    if (names.length < 2 || areNumbered(names)) return []
    inner.push(names.join('/'))
  }
  if (folders.length < 2 || new Set(inner).size > 1) return []
  const outer = shortList(folders.map(({ folder }) => basename(folder)))
  const inside = shortList((inner[0] ?? '').split('/'))
  const sentence = say(
    '{{outer}} are taken for the labels, and each of them holds {{inside}}: if those are the labels, choose one of the outer folders.',
    { outer, inside },
  )
  return [{ kind: 'labels', severity: 'warning', sentence }]
}
