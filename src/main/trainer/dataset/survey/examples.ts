import type { Split } from '../../../../shared/dataset-summary.ts'
import type { DigestTable } from './digest-table.ts'
import { decodePart, type Rows } from './rows.ts'
import { at } from '../../../../shared/at.ts'

/** What is known of an example while its text stays on disk. */
export interface Example {
  /** Position among the source's rows, from 0. */
  readonly ordinal: number
  /** Index into the summary's labels. */
  readonly label: number
  readonly split: Split
  /** sha256 of the cleaned text, in hexadecimal. */
  readonly digest: string
}

/** Rows whose parts are settled, and the digests of their texts. */
export interface SettledRows extends Pick<Rows, 'label' | 'part' | 'text'> {
  readonly digests: DigestTable
}

/** The rows that are used, in their order. */
export function examplesOf(rows: SettledRows): Example[] {
  const examples: Example[] = []
  rows.part.forEach((code, ordinal) => {
    if (decodePart(code) !== null) examples.push(new ExampleOfRows(rows, ordinal))
  })
  return examples
}

/** A place in the columns: there may be millions. */
class ExampleOfRows implements Example {
  readonly #rows: SettledRows

  constructor(
    rows: SettledRows,
    readonly ordinal: number,
  ) {
    this.#rows = rows
  }

  get label(): number {
    return at(this.#rows.label, this.ordinal)
  }

  get split(): Split {
    return decodePart(at(this.#rows.part, this.ordinal)) ?? 'train'
  }

  get digest(): string {
    return this.#rows.digests.hex(at(this.#rows.text, this.ordinal))
  }
}
