import type { Split } from '../../../../shared/dataset-summary.ts'
import type { DigestFile } from '../store/digest-file.ts'
import { Column } from '../store/column.ts'
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
  readonly digests: DigestFile
}

/** The rows that are used, in their order; made one after another, as there may be millions. */
export function* examplesOf(rows: SettledRows): Generator<Example> {
  for (const [ordinal, code] of rows.part.entries()) {
    if (decodePart(code) !== null) yield new ExampleOfRows(rows, ordinal)
  }
}

/** The ordinals of the rows that are used. */
export function ordinalsOf({ part }: Pick<SettledRows, 'part'>): Uint32Array {
  const ordinals = new Column(Uint32Array)
  for (const [ordinal, code] of part.entries()) if (decodePart(code) !== null) ordinals.push(ordinal)
  return ordinals.values()
}

/** A place in the columns. */
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
