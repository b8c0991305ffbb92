import type { FindingInput, Split } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { noFacts, type TableFacts } from '../../../../shared/table-facts.ts'

/** A row of a table: the cells that were asked for, in that order, or why it cannot be used. */
export type TableRow = {
  readonly line: number
  /** The part that the table itself puts it in. */
  readonly split?: Split | undefined
  /** Where it is an object of JSON: that as it is written, as UTF-8. */
  readonly own?: Uint8Array | undefined
} & ({ readonly cells: readonly unknown[] } | { readonly reason: string })

/** What the person has said of how a table is to be read. */
export interface TableReading {
  /** As WHATWG names it; null has it detected. */
  readonly encoding: string | null
  /** Null has it found out. */
  readonly separator: string | null
  readonly header: 'auto' | 'yes' | 'no'
  /** Null takes the first one with a table. */
  readonly sheet: string | null
  /** Whether texts alone will do. */
  readonly isUnlabelled?: boolean
}

/** One table file, opened: its columns are known, its rows are streamed and may be streamed again. */
export interface Table {
  readonly path: string
  /** All different; fields within a column by their path, such as a.b. */
  readonly columns: readonly string[]
  /** The names of the classes, by number, of columns that hold class numbers. */
  readonly classes?: ReadonlyMap<string, readonly string[]>
  /** How it is read, where that may be said otherwise. */
  readonly facts?: Partial<TableFacts>
  /** What reading it took for granted. */
  readonly findings?: readonly FindingInput[]
  /** Rows in the file's order. The file is closed when the loop over them is left. */
  rows(columns: readonly string[]): AsyncIterable<TableRow>
}

/** As many as a sheet of Excel has. */
export const mostColumns = 16_384

/** @throws LastlayerError `dataset` if a table has more columns than Lastlayer reads */
export function checkWidth(path: string, count: number): void {
  if (count <= mostColumns) return
  const limit = `Lastlayer reads tables of at most ${mostColumns.toLocaleString('en-GB')}`
  throw new LastlayerError('dataset', `${path} has ${count.toLocaleString('en-GB')} columns: ${limit}.`)
}

/** How a table was read. */
export function factsOf({ facts }: Table): TableFacts {
  return { ...noFacts, ...facts }
}

/** The first rows that can be used, at most `count`. */
export async function firstRows(table: Table, columns: readonly string[], count: number): Promise<unknown[][]> {
  const rows: unknown[][] = []
  for await (const row of table.rows(columns)) {
    if ('cells' in row) rows.push([...row.cells])
    if (rows.length >= count) break
  }
  return rows
}
