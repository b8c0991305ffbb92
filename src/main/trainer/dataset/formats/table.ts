/** A row of a table: the cells that were asked for, in that order, or why it cannot be used. */
export type TableRow =
  { readonly line: number; readonly cells: readonly unknown[] } | { readonly line: number; readonly reason: string }

/** One table file, opened: its columns are known, its rows are streamed and may be streamed again. */
export interface Table {
  readonly path: string
  readonly columns: readonly string[]
  /** Rows in the file's order. The file is closed when the loop over them is left. */
  rows(columns: readonly string[]): AsyncIterable<TableRow>
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
