import { checkRatio } from '../bytes/unpack.ts'
import type { Table, TableRow } from './table.ts'

/** What a row takes at the least, in bytes. */
const rowBytes = 64

/**
 * A table that is read no further than its file can be worth: a column that refers to one value again and again stands for
 * any number of rows, and for any length of text.
 * @param size of its file, in bytes
 * @returns the table, whose rows end in a LastlayerError `dataset`, as packed files do that are bombs
 */
export function boundedTable(table: Table, size: number): Table {
  async function* rows(columns: readonly string[]): AsyncGenerator<TableRow> {
    let total = 0
    for await (const row of table.rows(columns)) {
      total += rowBytes + ('cells' in row ? sizeOf(row.cells) : 0)
      checkRatio(table.path, size, total)
      yield row
    }
  }
  return { ...table, rows }
}

/** No column refers to what lies deeper within a value. */
const deepest = 3

/** The characters of a value, about. */
function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null || depth > deepest) return 0
  return Object.values(value).reduce<number>((sum, inner) => sum + sizeOf(inner, depth + 1), 0)
}
