import { relative } from 'node:path'
import { pMapIterable } from 'p-map'
import { readTextFile, stopIfCancelled } from '../bytes/files.ts'
import type { FoldersLayout } from '../layout/layout.ts'
import { filesOf } from '../layout/text-folders.ts'
import { reject, toItem, type SourceItem } from '../rows/row.ts'

const filesAtATime = 16

/** The texts of label folders: part by part, label by label, file by file, each sorted by name. */
export async function* readFolders(
  root: string,
  { folders }: FoldersLayout,
  stripHtml: boolean,
  signal?: AbortSignal,
): AsyncGenerator<SourceItem> {
  for (const folder of folders) {
    stopIfCancelled(signal)
    const { label, split } = folder
    const { texts } = await filesOf(folder)
    const read = async (path: string): Promise<SourceItem> => {
      const place = { file: relative(root, path), line: 0, split }
      if (label.trim() === '') return reject(place, `No label: the folder is called "${label}", by spaces alone.`)
      const content = await readTextFile(path)
      return 'text' in content ? toItem(content.text, label, place, stripHtml) : reject(place, content.reason)
    }
    for await (const item of pMapIterable(texts, read, { concurrency: filesAtATime })) {
      stopIfCancelled(signal)
      yield item
    }
  }
}
