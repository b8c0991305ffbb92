import { tooLong } from '../bytes/files.ts'
import { isBlank, readLines } from '../bytes/lines.ts'
import type { Table, TableRow } from '../formats/table.ts'
import { decodeText } from '../rows/clean.ts'

/** A file of one text a line as a table of one column. Blank lines are none. */
export function openLines(path: string): Table {
  async function* rows(): AsyncGenerator<TableRow> {
    for await (const line of readLines(path)) {
      if (isBlank(line)) continue
      const decoded = line.bytes === null ? { reason: tooLong } : decodeText(line.bytes)
      if ('reason' in decoded) yield { line: line.number, reason: decoded.reason }
      else yield { line: line.number, cells: [decoded.text.replace(/\r$/, '')] }
    }
  }
  return { path, columns: ['text'], rows }
}
