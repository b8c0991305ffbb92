import { relative } from 'node:path'
import { pMapIterable } from 'p-map'
import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { encodingOfTexts } from '../bytes/document.ts'
import { readTextFile, stopIfCancelled } from '../bytes/files.ts'
import type { FoldersLayout, LabelFolder } from '../layout/layout.ts'
import { filesOf } from '../layout/text-folders.ts'
import { reject, toItem, type SourceItem } from '../rows/row.ts'

const filesAtATime = 16
// Texts of all folders together that tell the encoding of those that are not in Unicode.
const mostTexts = 2000

/** The texts of label folders, to be read any number of times. */
export interface OpenFolders {
  readonly findings: readonly FindingInput[]
  items(signal?: AbortSignal): AsyncGenerator<SourceItem>
}

/**
 * Opens label folders, and settles in which encoding texts are read that are not in Unicode.
 * @throws LastlayerError `dataset` if a folder cannot be read, `usage` for an encoding that is not known
 */
export async function openFolders(root: string, layout: FoldersLayout, choice: DatasetChoice): Promise<OpenFolders> {
  const encoding = choice.encoding === null ? await encodingOfTexts(someTexts(layout.folders)) : null
  const elsewhere = encoding?.used ?? null
  return {
    findings: [...layout.findings, ...(encoding?.findings ?? [])],
    items: (signal) => readFolders(root, layout.folders, choice, elsewhere, signal),
  }
}

/** Texts from all over the folders. */
async function* someTexts(folders: readonly LabelFolder[]): AsyncGenerator<string> {
  const each = Math.ceil(mostTexts / folders.length)
  for (const folder of folders) {
    const { texts } = await filesOf(folder)
    const step = Math.ceil(texts.length / each)
    for (const [i, path] of texts.entries()) if (i % step === 0) yield path
  }
}

/** Part by part, label by label, file by file, each sorted by name. */
async function* readFolders(
  root: string,
  folders: readonly LabelFolder[],
  { encoding, stripHtml }: DatasetChoice,
  elsewhere: string | null,
  signal?: AbortSignal,
): AsyncGenerator<SourceItem> {
  for (const folder of folders) {
    stopIfCancelled(signal)
    const { label, split } = folder
    const { texts } = await filesOf(folder)
    const read = async (path: string): Promise<SourceItem> => {
      const place = { file: relative(root, path), line: 0, split }
      if (label.trim() === '') return reject(place, `No label: the folder is called "${label}", by spaces alone.`)
      const content = await readTextFile(path, encoding, elsewhere)
      return 'text' in content ? toItem(content.text, label, place, stripHtml) : reject(place, content.reason)
    }
    for await (const item of pMapIterable(texts, read, { concurrency: filesAtATime })) {
      stopIfCancelled(signal)
      yield item
    }
  }
}
