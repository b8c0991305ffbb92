import { join } from 'node:path'
import type { FindingInput, Split } from '../../../../shared/dataset-summary.ts'
import { say } from '../../../../shared/said.ts'
import { listFolder } from '../bytes/files.ts'
import { type Layout, type LabelFolder, type TablesLayout } from './layout.ts'
import { lineFiles } from './line-files.ts'
import { isLabelWord } from './names.ts'
import { partsAmong } from './part-words.ts'
import { tablesAmong, tablesOfPart } from './table-files.ts'
import { labelFolders } from './text-folders.ts'

/** A folder that is named as a part, such as train/ or 20news-bydate-test/, and what it holds. */
interface PartFolder {
  readonly name: string
  readonly split: Split
  readonly labels: readonly LabelFolder[]
  readonly tables: TablesLayout | null
}

/** The dataset whose parts are folders; null if none of them is a training part with labelled texts. */
export async function partFolders(
  folder: string,
  names: readonly string[],
  separator: string | null,
): Promise<Layout | null> {
  const parts: PartFolder[] = []
  const splitOf = partsAmong(names)
  for (const name of names) {
    const split = splitOf(name)
    if (split !== null) parts.push(await openPart(join(folder, name), name, split, separator))
  }
  const train = parts.filter(({ split }) => split === 'train')
  const inFolders = train.some(({ labels }) => labels.length > 0)
  const sample = train.find(({ tables }) => tables !== null)?.tables
  if (!inFolders && sample === undefined) return null

  const used = parts.filter(({ labels, tables }) => (inFolders ? labels.length > 0 : tables !== null))
  const findings = parts.filter((part) => !used.includes(part)).map(withoutLabels)
  const sorted = (['train', 'validation', 'test'] as const).flatMap((split) =>
    used.filter((part) => part.split === split),
  )
  const alone = sorted.every(({ split }) => split === 'train')
  const place = <T extends object>(item: T) => (alone ? { ...item, split: null } : item)
  if (inFolders) return { kind: 'folders', folders: sorted.flatMap(({ labels }) => labels).map(place), findings }
  const files = sorted.flatMap(({ tables }) => tables?.files ?? []).map(place)
  return { kind: 'tables', files, labels: sample?.labels ?? 'column', findings }
}

async function openPart(path: string, name: string, split: Split, separator: string | null): Promise<PartFolder> {
  const sure = await labelFolders(path, 1, split)
  const labels = sure.length > 0 ? sure : await labelFolders(path, 2, split)
  if (labels.length > 0) return { name, split, labels, tables: null }
  const files = (await listFolder(path)).filter((entry) => !entry.isDirectory()).map((entry) => entry.name)
  const tables = tablesOfPart(await tablesAmong(path, files, separator), split)
  if (tables.length === 0) return { name, split, labels, tables: await lineFiles(path, files, split) }
  const areLabels = tables.length > 1 && tables.every(({ subject }) => isLabelWord(subject))
  const layout: TablesLayout = { kind: 'tables', files: tables, labels: areLabels ? 'names' : 'column', findings: [] }
  return { name, split, labels, tables: layout }
}

function withoutLabels({ name }: PartFolder): FindingInput {
  const sentence = say(
    '{{folder}} holds no labelled texts and is left out; its texts can be predicted: predict --file.',
    { folder: name },
  )
  return { kind: 'split', severity: 'note', sentence }
}
