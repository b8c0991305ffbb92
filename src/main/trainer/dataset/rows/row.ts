import type { RejectedRow, Split } from '../../../../shared/dataset-summary.ts'
import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import { maxTextBytes, tooLong } from '../bytes/files.ts'
import { cleanLabel } from '../labels/clean-label.ts'
import { cellText, labelsIn, notStored, notUtf8 } from './cell.ts'
import { cleanText } from './clean.ts'
import { isMissing } from './missing.ts'
import type { TextColumns } from './text-template.ts'

export { notUtf8 } from './cell.ts'

/** One thing that a dataset holds: a cleaned text with its label, or a row that cannot be used and why. */
export type SourceItem =
  | ({
      kind: 'row'
      text: string
      label: string
    } & Place)
  | { kind: 'rejected'; row: RejectedRow; split: Split | null; flaw?: Flaw }

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

/** Why a row was left out, where the whole dataset is to be told of it. */
export interface Flaw {
  /** The word for a missing label that stood in its place. */
  readonly missing?: string
  /** Whether it had several labels. */
  readonly isSeveral?: boolean
}

/** Turns a text and a label, as they are in their file, into an item. */
export function toItem(text: unknown, label: unknown, place: Place, stripHtml: boolean): SourceItem {
  if (text === notUtf8 || label === notUtf8) return reject(place, 'Not UTF-8 text: save the file as UTF-8.')
  const plainText = cellText(text)
  const plainLabel = cellText(label)
  if (plainText === null) return reject(place, 'The text is not a plain value.')
  if (plainLabel === null) return reject(place, 'The label is not a plain value.')
  if (plainText.length > maxTextBytes) return reject(place, tooLong)
  if (plainText.includes('\0')) return reject(place, 'Holds NUL characters: it is not text.')
  if (plainLabel.length > longestLabel) return reject(place, `The label is longer than ${longestLabel} characters.`)
  const cleaned = cleanText(plainText, stripHtml)
  const name = cleanLabel(plainLabel)
  if (cleaned === '') return reject(place, 'No text.')
  if (name === '') return reject(place, 'No label.')
  return { kind: 'row', text: cleaned, label: name, ...place }
}

/** A longer one is no name of a class; it bounds the memory for the labels of a dataset. */
const longestLabel = 1000

/** Reads the rows of a table. */
export class RowReader {
  readonly #text: TextColumns
  readonly #stripHtml: boolean
  /** Words for a missing value that are a label here, as the person has said. */
  readonly #meant: ReadonlySet<string>

  constructor(text: TextColumns, { stripHtml, labelMap }: Pick<DatasetChoice, 'stripHtml' | 'labelMap'>) {
    this.#text = text
    this.#stripHtml = stripHtml
    this.#meant = new Set(labelMap.flatMap(({ from, to }) => (to === null ? [] : [cleanLabel(from)])))
  }

  /** The item of a row; `cells` are those of the text's columns and the label's. */
  read(cells: readonly unknown[], place: Place): SourceItem {
    const given = cells.slice(0, -1)
    if (given.includes(notUtf8)) return toItem(notUtf8, '', place, this.#stripHtml)
    if (given.includes(notStored)) return reject(place, unstored('text'))
    const texts = given.map(cellText)
    if (texts.includes(null)) return reject(place, 'The text is not a plain value.')
    const text = this.#text.join(texts.map(String))
    if (isMissing(text) && text.trim() !== '') return reject(place, `No text (${text.trim()}).`)
    if (cells.at(-1) === notStored) return reject(place, unstored('label'))
    const labels = labelsIn(cells.at(-1))
    if (labels.length > 1) return reject(place, severalLabels(labels), { isSeveral: true })
    const plain = cellText(labels[0]) ?? ''
    const label = plain.length > longestLabel ? plain : cleanLabel(plain)
    if (label !== '' && isMissing(label) && !this.#meant.has(label)) {
      return reject(place, `No label (${label}).`, { missing: label })
    }
    return toItem(text, labels[0], place, this.#stripHtml)
  }
}

function unstored(what: string): string {
  return `The ${what} is a formula without a stored value: open the workbook in Excel, and save it.`
}

function severalLabels(labels: readonly unknown[]): string {
  const some = labels.slice(0, 3).map((label) => cellText(label)?.slice(0, 30) ?? '…')
  return `Has ${labels.length} labels (${some.join(', ')}${labels.length > 3 ? ', …' : ''}): one label a text can be trained.`
}

/** A rejected row: `reason` is a sentence for the person. */
export function reject({ file, line, split }: Place, reason: string, flaw?: Flaw): SourceItem {
  return { kind: 'rejected', row: { file, line, reason }, split, ...(flaw && { flaw }) }
}
