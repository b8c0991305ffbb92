import type { RejectedRow, Split } from '../../../../shared/dataset-summary.ts'
import { cleanText } from './clean.ts'

/** One thing that a dataset holds: a cleaned text with its label, or a row that cannot be used and why. */
export type SourceItem =
  | ({
      kind: 'row'
      text: string
      label: string
    } & Place)
  | { kind: 'rejected'; row: RejectedRow; split: Split | null }

/** Where a row stands, and which part of the dataset it belongs to. */
export interface Place {
  readonly file: string
  /** From 1; 0 stands for the whole file. */
  readonly line: number
  /** Null where Lastlayer has to make the parts itself. */
  readonly split: Split | null
  /** What rows of one part have in common, where the dataset is split by a column. */
  readonly group?: string
}

/** A cell whose bytes are not UTF-8. */
export const notUtf8 = Symbol('not UTF-8')

/** Turns the two cells of a row, as their file holds them, into an item. */
export function toItem(text: unknown, label: unknown, place: Place, stripHtml: boolean): SourceItem {
  if (text === notUtf8 || label === notUtf8) return reject(place, 'Not UTF-8 text: save the file as UTF-8.')
  const plainText = asString(text)
  const plainLabel = asString(label)?.trim()
  if (plainText === null) return reject(place, 'The text is not a plain value.')
  if (plainLabel === undefined) return reject(place, 'The label is not a plain value.')
  if (plainText.includes('\0')) return reject(place, 'Holds NUL characters: it is not text.')
  const cleaned = cleanText(plainText, stripHtml)
  if (cleaned === '') return reject(place, 'No text.')
  if (plainLabel === '') return reject(place, 'No label.')
  return { kind: 'row', text: cleaned, label: plainLabel, ...place }
}

/** A rejected row: `reason` is a sentence for the person. */
export function reject({ file, line, split }: Place, reason: string): SourceItem {
  return { kind: 'rejected', row: { file, line, reason }, split }
}

/** Strings, numbers (1.0 is "1"), booleans and big integers as text; nothing there as ''; null for anything else. */
function asString(value: unknown): string | null {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  return null
}
