import { hash } from 'node:crypto'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { LabelFlaws } from '../labels/label-flaws.ts'
import { settleLabels, type SettledLabels } from '../labels/settle.ts'
import type { Part } from '../layout/layout.ts'
import type { DatasetSource } from '../source.ts'
import { Rejections } from './rejections.ts'
import type { TextStore } from './text-store.ts'
import { at } from '../../../../shared/at.ts'

export const mostLabels = 1000
const mostExcerpts = 1000
const excerptLength = 200
const progressEvery = 256

/** What is kept of each row: some hundred bytes, whatever the length of its text. */
export interface SurveyedRow {
  /** Position among the rows of the source, from 0. */
  readonly ordinal: number
  /** Index into the labels. */
  readonly label: number
  readonly split: Part
  readonly digest: string
  readonly file: string
  readonly line: number
  /** Rows of one number stay in one part; null for a row that goes alone. */
  readonly group: number | null
}

/** Everything that one pass over a source finds. */
export interface Survey {
  /** In the order of the classes. */
  readonly labels: readonly string[]
  /** The class of each spelling of a label; null where its texts are left out. */
  readonly classOf: SettledLabels['classOf']
  /** What the person should know of the labels. */
  readonly findings: readonly FindingInput[]
  /** In the source's order. */
  readonly rows: readonly SurveyedRow[]
  readonly rejected: Rejections
  /** How texts begin that were met more than once, by digest; of the first thousand. */
  readonly repeated: ReadonlyMap<string, string>
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
  const rows: SurveyedRow[] = []
  const rejected = new Rejections()
  const flaws = new LabelFlaws()
  const seen = new Set<string>()
  const repeated = new Map<string, string>()
  let done = 0
  for await (const item of source.items(signal)) {
    if (item.kind === 'row') {
      const { text, split, file, line } = item
      const digest = digestOf(text)
      const label = indexOf(item.label, found, source)
      rows.push({ ordinal: rows.length, label, split, digest, file, line, group: groupOf(item, groups) })
      if (!seen.has(digest)) seen.add(digest)
      else if (repeated.size < mostExcerpts) repeated.set(digest, text.slice(0, excerptLength))
      await keep?.add(text)
    } else {
      flaws.add(item.flaw)
      rejected.add(item.row, item.split)
    }
    if (++done % progressEvery === 0) onProgress?.(done)
  }
  onProgress?.(done)
  flaws.requireSingle(source.source, rows.length)
  return { ...withClasses(rows, [...found.keys()], source, flaws), rejected, repeated }
}

function groupOf({ group }: { readonly group?: string }, groups: Map<string, number>): number | null {
  if (group === undefined) return null
  const known = groups.get(group) ?? groups.size
  groups.set(group, known)
  return known
}

/** Puts the classes of the labels in their place; the rows of labels that are to be left out are. */
function withClasses(
  rows: readonly SurveyedRow[],
  spellings: readonly string[],
  { source, columns, classes, labelling }: DatasetSource,
  flaws: LabelFlaws,
): Pick<Survey, 'labels' | 'classOf' | 'findings' | 'rows'> {
  const counts = new Map(spellings.map((label) => [label, 0]))
  for (const { label } of rows) counts.set(at(spellings, label), (counts.get(at(spellings, label)) ?? 0) + 1)
  const { labels, classOf, findings } = settleLabels(counts, labelling, classes)
  if (labels.length > mostLabels) throw tooMany(source, columns)
  const kept = rows.flatMap((row): SurveyedRow[] => {
    const label = classOf.get(at(spellings, row.label)) ?? null
    return label === null ? [] : [{ ...row, label }]
  })
  return { labels, classOf, rows: kept, findings: [...flaws.findings(labelling.labelMap), ...findings] }
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
