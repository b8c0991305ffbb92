import { hash } from 'node:crypto'
import type { RejectedRow } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import type { Part } from '../layout/layout.ts'
import type { DatasetSource } from '../source.ts'
import type { TextStore } from './text-store.ts'

export const mostLabels = 1000
const listed = 100
const progressEvery = 256

/** What is kept of each row: a few dozen bytes, whatever the length of its text. */
export interface SurveyedRow {
  /** Index into the labels. */
  readonly label: number
  readonly split: Part
  readonly digest: string
}

/** Everything that one pass over a source finds. */
export interface Survey {
  /** Sorted by code unit. */
  readonly labels: readonly string[]
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
  const rows: { label: number; split: Part; digest: string }[] = []
  const rejected = { count: 0, rows: [] as RejectedRow[] }
  let done = 0
  for await (const item of source.items(signal)) {
    if (item.kind === 'row') {
      rows.push({ label: indexOf(item.label, found, source), split: item.split, digest: digestOf(item.text) })
      await keep?.add(item.text)
    } else {
      rejected.count += 1
      if (rejected.rows.length < listed) rejected.rows.push(item.row)
    }
    if (++done % progressEvery === 0) onProgress?.(done)
  }
  onProgress?.(done)

  const labels = [...found.keys()].sort()
  const sorted = new Map(labels.map((label, i) => [found.get(label), i]))
  for (const row of rows) row.label = sorted.get(row.label) ?? row.label
  return { labels, rows, rejected }
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
