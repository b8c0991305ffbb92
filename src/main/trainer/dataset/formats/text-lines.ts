import { decodeText } from '../rows/clean.ts'
import { tooLong } from '../bytes/files.ts'
import { isBlank, readLines } from '../bytes/lines.ts'
import type { Table, TableRow } from './table.ts'

/** Opens a file of one text a line as a table of one column. */
export function openTextLines(path: string): Promise<Table> {
  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    for await (const line of readLines(path)) {
      if (isBlank(line)) continue
      const decoded = line.bytes === null ? { reason: tooLong } : decodeText(line.bytes)
      if ('reason' in decoded) yield { line: line.number, reason: decoded.reason }
      else yield { line: line.number, cells: wanted.map((name) => (name === 'text' ? decoded.text : undefined)) }
    }
  }
  return Promise.resolve({ path, columns: ['text'], rows })
}
