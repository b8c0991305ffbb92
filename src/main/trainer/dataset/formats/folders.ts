import type { Dirent } from 'node:fs'
import { join, relative } from 'node:path'
import { pMapIterable } from 'p-map'
import { readTextFile } from '../bytes/document.ts'
import { isTextFile, listFolder, stopIfCancelled } from '../bytes/files.ts'
import type { Layout } from '../layout/layout.ts'
import { reject, toItem, type SourceItem } from '../rows/row.ts'

type Folders = Extract<Layout, { kind: 'folders' }>

const filesAtATime = 16

/** Every file of label folders. */
export async function textFilesOf({ parts }: Folders): Promise<string[]> {
  const files: string[] = []
  for (const { folder, labels } of parts) {
    for (const label of labels) {
      const entries = (await listFolder(join(folder, label))).filter(isTextFile)
      files.push(...entries.map(({ name }) => join(folder, label, name)))
    }
  }
  return files
}

/**
 * The texts of label folders: part by part, label by label, file by file, each sorted by name. `legacy` is the encoding of
 * those that are none of Unicode's.
 */
export async function* readFolders(
  root: string,
  { parts }: Folders,
  stripHtml: boolean,
  legacy: string,
  signal?: AbortSignal,
): AsyncGenerator<SourceItem> {
  for (const { folder, labels, split } of parts) {
    for (const label of labels) {
      stopIfCancelled(signal)
      const entries = (await listFolder(join(folder, label))).filter(isTextFile)
      const read = async ({ name }: Dirent): Promise<SourceItem> => {
        const path = join(folder, label, name)
        const place = { file: relative(root, path), line: 0, split }
        if (label.trim() === '') return reject(place, `No label: the folder is called "${label}", by spaces alone.`)
        const content = await readTextFile(path, null, legacy)
        return 'text' in content ? toItem(content.text, label, place, stripHtml) : reject(place, content.reason)
      }
      for await (const item of pMapIterable(entries, read, { concurrency: filesAtATime })) {
        stopIfCancelled(signal)
        yield item
      }
    }
  }
}
