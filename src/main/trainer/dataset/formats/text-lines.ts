import { encodingOf } from '../bytes/document.ts'
import { tooLong } from '../bytes/files.ts'
import { isBlank, readLines } from '../bytes/lines.ts'
import { decodeText } from '../rows/clean.ts'
import type { Table, TableReading, TableRow } from './table.ts'

/** Opens a file of one text a line as a table of one column. */
export async function openTextLines(path: string, { encoding }: TableReading): Promise<Table> {
  const { used, others, findings } = await encodingOf(path, encoding)
  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    for await (const line of readLines(path, used)) {
      if (isBlank(line)) continue
      const decoded = line.bytes === null ? { reason: tooLong } : decodeText(line.bytes)
      if ('reason' in decoded) yield { line: line.number, reason: decoded.reason }
      else yield { line: line.number, cells: wanted.map((name) => (name === 'text' ? decoded.text : undefined)) }
    }
  }
  return { path, columns: ['text'], facts: { encoding: { used, others: [...others] } }, findings, rows }
}
