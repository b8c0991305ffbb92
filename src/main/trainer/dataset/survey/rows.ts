import type { Split } from '../../../../shared/dataset-summary.ts'
import type { Part } from '../layout/layout.ts'
import { at } from '../../../../shared/at.ts'

/** What becomes of a row: it is left out, its part is still to be drawn, or it is of a part. */
export const partNames = ['leftOut', 'undecided', 'train', 'validation', 'test'] as const
export type PartName = (typeof partNames)[number]

/** The same in a byte. */
export const partCode = { leftOut: 0, undecided: 1, train: 2, validation: 3, test: 4 } as const satisfies Readonly<
  Record<PartName, number>
>

/** The part of a row that is used; null for one that is not, or not yet. */
export function decodePart(code: number): Split | null {
  const name = at(partNames, code)
  return name === 'leftOut' || name === 'undecided' ? null : name
}

/** Rows in columns, in the source's order, those that are left out among them: some twenty bytes a row. */
export interface Rows {
  /** Index into the labels; of a row that is left out, any. */
  readonly label: Uint16Array
  /** One of `partCode`. */
  readonly part: Uint8Array
  /** The number of the text: equal texts have one number. */
  readonly text: Uint32Array
  /** Rows of one number stay in one part; -1 for a row that goes alone. */
  readonly group: Int32Array
  /** Index into the files. */
  readonly file: Uint32Array
  /** From 1; 0 stands for the whole file. */
  readonly line: Uint32Array
}

/** A row as it is met; `group` is null for a row that goes alone. */
export interface MetRow {
  readonly label: number
  readonly split: Part
  readonly text: number
  readonly group: number | null
  readonly file: number
  readonly line: number
}

/** Gathers rows one by one. */
export class RowTable {
  #rows = resized(null, 2 ** 10)
  #length = 0

  get length(): number {
    return this.#length
  }

  add({ label, split, text, group, file, line }: MetRow): void {
    if (this.#length === this.#rows.part.length) this.#rows = resized(this.#rows, 2 * this.#length)
    const i = this.#length++
    this.#rows.label[i] = label
    this.#rows.part[i] = partCode[split ?? 'undecided']
    this.#rows.text[i] = text
    this.#rows.group[i] = group ?? -1
    this.#rows.file[i] = file
    this.#rows.line[i] = line
  }

  /** All of them. */
  rows(): Rows {
    const { label, part, text, group, file, line } = this.#rows
    const end = this.#length
    return {
      label: label.subarray(0, end),
      part: part.subarray(0, end),
      text: text.subarray(0, end),
      group: group.subarray(0, end),
      file: file.subarray(0, end),
      line: line.subarray(0, end),
    }
  }
}

/** A copy with room for `length` rows, which is more than it has. */
function resized(rows: Rows | null, length: number): Rows {
  const copy = <T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(to: T, from: T | undefined): T => {
    if (from !== undefined) to.set(from)
    return to
  }
  return {
    label: copy(new Uint16Array(length), rows?.label),
    part: copy(new Uint8Array(length), rows?.part),
    text: copy(new Uint32Array(length), rows?.text),
    group: copy(new Int32Array(length), rows?.group),
    file: copy(new Uint32Array(length), rows?.file),
    line: copy(new Uint32Array(length), rows?.line),
  }
}

/** For what becomes of rows, how many of those have each label. */
export type RowCounts = Readonly<Record<PartName, Uint32Array>>

/** @param labels how many there are */
export function countRows({ label, part }: Pick<Rows, 'label' | 'part'>, labels: number): RowCounts {
  const all = new Uint32Array(partNames.length * labels)
  part.forEach((code, i) => {
    const place = code * labels + at(label, i)
    all[place] = (all[place] ?? 0) + 1
  })
  const of = (name: PartName) => all.subarray(partCode[name] * labels, (partCode[name] + 1) * labels)
  const [leftOut, undecided, train] = [of('leftOut'), of('undecided'), of('train')]
  return { leftOut, undecided, train, validation: of('validation'), test: of('test') }
}

/** How many rows that are not left out have each label. */
export function countUsed({ undecided, train, validation, test }: RowCounts): Uint32Array {
  return undecided.map((count, i) => count + at(train, i) + at(validation, i) + at(test, i))
}

/** The sum of some counts. */
export function sumOf(counts: Uint32Array): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
