import type { Split } from '../../../../shared/dataset-summary.ts'
import type { Part } from '../layout/layout.ts'
import { Column } from '../store/column.ts'
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

/** Rows in columns, in the source's order, those that are left out among them: seven bytes a row, or eleven. */
export interface Rows {
  /** Index into the labels; of a row that is left out, any. */
  readonly label: Uint16Array
  /** One of `partCode`. */
  readonly part: Uint8Array
  /** The number of the text: equal texts have one number. */
  readonly text: Uint32Array
  /** Rows of one number stay in one part; -1 for a row that goes alone. Null where all do. */
  readonly group: Int32Array | null
}

/** A row as it is met; `group` is null for a row that goes alone. */
export interface MetRow {
  readonly label: number
  readonly split: Part
  readonly text: number
  readonly group: number | null
}

/** Gathers rows one by one. */
export class RowTable {
  readonly #label = new Column(Uint16Array)
  readonly #part = new Column(Uint8Array)
  readonly #text = new Column(Uint32Array)
  #group: Column<Int32Array> | null = null

  get length(): number {
    return this.#label.length
  }

  add({ label, split, text, group }: MetRow): void {
    if (group !== null) this.#group ??= this.#aloneSoFar()
    this.#label.push(label)
    this.#part.push(partCode[split ?? 'undecided'])
    this.#text.push(text)
    this.#group?.push(group ?? -1)
  }

  /** All of them. */
  rows(): Rows {
    return {
      label: this.#label.values(),
      part: this.#part.values(),
      text: this.#text.values(),
      group: this.#group?.values() ?? null,
    }
  }

  #aloneSoFar(): Column<Int32Array> {
    const group = new Column(Int32Array)
    for (let i = 0; i < this.length; i++) group.push(-1)
    return group
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
