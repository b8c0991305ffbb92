import { hash } from 'node:crypto'
import type { FindingInput, RejectedRow } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { LabelFlaws } from '../labels/label-flaws.ts'
import { settleLabels, type SettledLabels } from '../labels/settle.ts'
import type { Part } from '../layout/layout.ts'
import type { DatasetSource } from '../source.ts'
import type { TextStore } from './text-store.ts'
import { at } from '../../../../shared/at.ts'

export const mostLabels = 1000
const listed = 100
const progressEvery = 256

/** What is kept of each row: a few dozen bytes, whatever the length of its text. */
export interface SurveyedRow {
  /** Position among the rows of the source, from 0. */
  readonly ordinal: number
  /** Index into the labels. */
  readonly label: number
  readonly split: Part
  readonly digest: string
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
  /** All are counted, the first hundred listed. */
  readonly rejected: { readonly count: number; readonly rows: readonly RejectedRow[] }
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
  const rows: { ordinal: number; label: number; split: Part; digest: string }[] = []
  const rejected = { count: 0, rows: [] as RejectedRow[] }
  const flaws = new LabelFlaws()
  let done = 0
  for await (const item of source.items(signal)) {
    if (item.kind === 'row') {
      const label = indexOf(item.label, found, source)
      rows.push({ ordinal: rows.length, label, split: item.split, digest: digestOf(item.text) })
      await keep?.add(item.text)
    } else {
      flaws.add(item.flaw)
      rejected.count += 1
      if (rejected.rows.length < listed) rejected.rows.push(item.row)
    }
    if (++done % progressEvery === 0) onProgress?.(done)
  }
  onProgress?.(done)
  flaws.requireSingle(source.source, rows.length)
  return { ...settle(rows, [...found.keys()], source, flaws), rejected }
}

/** Puts the classes of the labels in their place; the rows of labels that are to be left out are. */
function settle(
  rows: readonly SurveyedRow[],
  spellings: readonly string[],
  { source, columns, classes, labelling }: DatasetSource,
  flaws: LabelFlaws,
): Omit<Survey, 'rejected'> {
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
