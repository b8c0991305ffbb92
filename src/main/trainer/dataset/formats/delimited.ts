import { LastlayerError } from '../../../../shared/errors.ts'
import { isBlank, readLines, type Line } from '../bytes/lines.ts'
import { readRecords, splitAlone } from './records.ts'
import type { Table, TableRow } from './table.ts'
import { at } from '../../../../shared/at.ts'

/**
 * Opens a CSV (RFC 4180; comma, semicolon or tab, whichever the header has most of) or TSV file with a header.
 * In TSV, quotes that do not enclose a whole field are plain characters, as most writers of TSV mean them.
 * @throws LastlayerError `dataset` if there is no header that can be read.
 */
export async function openDelimited(path: string, form: 'csv' | 'tsv'): Promise<Table> {
  const first = await firstLine(path)
  const dialect = {
    delimiter: form === 'tsv' ? '\t' : commonest([',', ';', '\t'], first),
    literalQuotes: form === 'tsv',
  }
  const names = splitAlone(first, dialect)
  if ('reason' in names) throw new LastlayerError('dataset', `The header of ${path} cannot be read: ${names.reason}`)
  const columns = names.fields.map((name) => name.trim())

  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    const places = wanted.map((column) => columns.indexOf(column))
    const header = { line: first.number, width: columns.length }
    for await (const record of readRecords(path, header, dialect)) {
      const { line } = record
      if ('reason' in record) yield { line, reason: record.reason }
      else if (record.fields.length === columns.length) yield { line, cells: places.map((i) => record.fields[i]) }
      else yield { line, reason: `Has ${record.fields.length} fields where the header has ${columns.length}.` }
    }
  }
  return { path, columns, rows }
}

/** The first line that is not blank. */
async function firstLine(path: string): Promise<Line> {
  for await (const line of readLines(path)) if (!isBlank(line)) return line
  throw new LastlayerError('dataset', `${path} is empty: it needs a header and rows with a text and a label.`)
}

function commonest(delimiters: readonly string[], { bytes }: Line): string {
  const counts = delimiters.map((delimiter) => bytes?.filter((byte) => byte === delimiter.charCodeAt(0)).length ?? 0)
  return at(delimiters, counts.indexOf(Math.max(...counts)))
}
