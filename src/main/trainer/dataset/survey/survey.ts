import { hash } from 'node:crypto'
import { LastlayerError } from '../../../../shared/errors.ts'
import type { Part } from '../layout/layout.ts'
import type { DatasetSource } from '../source.ts'
import { Rejections } from './rejections.ts'
import type { TextStore } from './text-store.ts'

export const mostLabels = 1000
const mostExcerpts = 1000
const excerptLength = 200
const progressEvery = 256

/** What is kept of each row: some hundred bytes, whatever the length of its text. */
export interface SurveyedRow {
  /** Position among the source's rows, from 0. */
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
  /** Sorted by code unit. */
  readonly labels: readonly string[]
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
  const rows: (Omit<SurveyedRow, 'label'> & { label: number })[] = []
  const rejected = new Rejections()
  const seen = new Set<string>()
  const repeated = new Map<string, string>()
  let done = 0
  for await (const item of source.items(signal)) {
    if (item.kind === 'row') {
      const { text, split, file, line } = item
      const digest = digestOf(text)
      const [ordinal, label, group] = [rows.length, indexOf(item.label, found, source), groupOf(item, groups)]
      rows.push({ ordinal, label, split, digest, file, line, group })
      if (!seen.has(digest)) seen.add(digest)
      else if (repeated.size < mostExcerpts) repeated.set(digest, text.slice(0, excerptLength))
      await keep?.add(text)
    } else rejected.add(item.row, item.split)
    if (++done % progressEvery === 0) onProgress?.(done)
  }
  onProgress?.(done)

  const labels = [...found.keys()].sort()
  const sorted = new Map(labels.map((label, i) => [found.get(label), i]))
  for (const row of rows) row.label = sorted.get(row.label) ?? row.label
  return { labels, rows, rejected, repeated }
}

function groupOf({ group }: { readonly group?: string }, groups: Map<string, number>): number | null {
  if (group === undefined) return null
  const known = groups.get(group) ?? groups.size
  groups.set(group, known)
  return known
}

function indexOf(label: string, found: Map<string, number>, { source, columns }: DatasetSource): number {
  const known = found.get(label)
  if (known !== undefined) return known
  if (found.size === mostLabels) {
    const advice = columns === null ? 'use fewer folders' : `choose another label column than "${columns.label}"`
    throw new LastlayerError('dataset', `${source} has more than 1,000 labels, which is the limit: ${advice}.`)
  }
  found.set(label, found.size)
  return found.size - 1
}
