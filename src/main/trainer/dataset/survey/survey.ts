import { hash } from 'node:crypto'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { settleLabels, type SettledLabels } from '../labels/settle.ts'
import type { DatasetSource } from '../source.ts'
import type { DigestFile } from '../store/digest-file.ts'
import { DigestTable } from '../store/digest-table.ts'
import { RowPlaces } from '../store/row-places.ts'
import { EntityCount } from './entities.ts'
import { Rejections } from './rejections.ts'
import { partCode, RowTable, type Rows } from './rows.ts'
import type { TextStore } from './text-store.ts'
import { at } from '../../../../shared/at.ts'

const mostLabels = 1000
const mostExcerpts = 1000
const excerptLength = 200
const progressEvery = 256

/** Everything that one pass over a source finds. */
export interface Survey {
  /** In the order of the classes. */
  readonly labels: readonly string[]
  /** The class of each spelling of a label; null where its texts are left out. */
  readonly classOf: SettledLabels['classOf']
  /** What the person should know of the labels and the texts. */
  readonly findings: readonly FindingInput[]
  /** All rows of the source with a text and a label; those whose labels are left out are left out. */
  readonly rows: Rows
  /** Where the rows stand. */
  readonly places: RowPlaces
  /** The digests of the texts, by their numbers. */
  readonly digests: DigestFile
  readonly rejected: Rejections
  /** How texts begin that were met more than once, by number; of the first thousand. */
  readonly repeated: ReadonlyMap<number, string>
}

/** sha256 of a text, in hexadecimal. */
export function digestOf(text: string): string {
  return hash('sha256', text)
}

/**
 * Reads a source once, from end to end. `onProgress` gets the number of rows so far; `keep` gets the text of each.
 * @throws LastlayerError `dataset` above 1,000 labels, and whatever the source throws.
 */
export async function surveySource(
  source: DatasetSource,
  onProgress?: (done: number) => void,
  signal?: AbortSignal,
  keep?: TextStore,
): Promise<Survey> {
  const found = new Map<string, number>() // label to the index it has in order of appearance
  const groups = new Map<string, number>()
  const places = new RowPlaces()
  const table = new RowTable()
  const texts = new DigestTable()
  const rejected = new Rejections()
  const repeated = new Map<number, string>()
  const entities = new EntityCount()
  let done = 0
  for await (const item of source.items(signal)) {
    if (item.kind === 'row') {
      const { text, split, file, line } = item
      const known = texts.size
      const number = texts.add(digestOf(text))
      if (number < known && repeated.size < mostExcerpts) repeated.set(number, text.slice(0, excerptLength))
      places.add(file, line)
      entities.add(item)
      const label = indexOf(item.label, found, source)
      table.add({ label, split, text: number, group: groupOf(item, groups) })
      if (keep) await keep.add(text)
    } else rejected.add(item)
    if (++done % progressEvery === 0) onProgress?.(done)
  }
  onProgress?.(done)
  rejected.requireSingle(source.source, table.length)
  const settled = withClasses(table.rows(), [...found.keys()], source, rejected)
  const findings = [...settled.findings, ...entities.findings()]
  return { ...settled, findings, places, digests: texts.digests, repeated }
}

function groupOf({ group }: { readonly group?: string }, groups: Map<string, number>): number | null {
  if (group === undefined) return null
  const known = groups.get(group) ?? groups.size
  groups.set(group, known)
  return known
}

/** Puts the classes of the labels in their place, within `rows`; the rows of labels that are to be left out are. */
function withClasses(
  rows: Rows,
  spellings: readonly string[],
  { source, columns, classes, labelling }: DatasetSource,
  rejected: Rejections,
): Pick<Survey, 'labels' | 'classOf' | 'findings' | 'rows' | 'rejected'> {
  const met = new Uint32Array(spellings.length)
  for (const spelling of rows.label) met[spelling] = at(met, spelling) + 1
  const counts = new Map(spellings.map((label, i) => [label, at(met, i)]))
  const { labels, classOf, findings } = settleLabels(counts, labelling, classes)
  if (labels.length > mostLabels) throw tooMany(source, columns)
  const classOfSpelling = spellings.map((spelling) => classOf.get(spelling) ?? null)
  rows.label.forEach((spelling, i) => {
    const label = at(classOfSpelling, spelling)
    rows.label[i] = label ?? 0
    if (label === null) rows.part[i] = partCode.leftOut
  })
  return { labels, classOf, rows, rejected, findings: [...rejected.labelFindings(labelling.labelMap), ...findings] }
}

function indexOf(label: string, found: Map<string, number>, { source, columns }: DatasetSource): number {
  const known = found.get(label)
  if (known !== undefined) return known
  // One label may be spelt in several ways; what that leaves is counted in the end.
  if (found.size === 4 * mostLabels) throw tooMany(source, columns)
  found.set(label, found.size)
  return found.size - 1
}

function tooMany(source: string, columns: DatasetSource['columns']): LastlayerError {
  const advice = columns === null ? 'use fewer folders' : `choose another label column than "${columns.label}"`
  return new LastlayerError('dataset', `${source} has more than 1,000 labels, which is the limit: ${advice}.`)
}
