import { encodingOf } from '../bytes/document.ts'
import { readLines, readManyLines, type Line } from '../bytes/lines.ts'
import type { Table, TableReading, TableRow } from '../formats/table.ts'
import { chooseDialect } from './dialect.ts'
import { findHeader } from './header.ts'
import { unquotedFinding, unquotedText, withWholeText } from './unquoted.ts'
import { fits, readRecords, type TableRecord } from './records.ts'

/** How much of a file is looked at to tell how it is to be read. */
const looked = { lines: 300, bytes: 2 ** 20 }

/**
 * Opens a delimited table: CSV, TSV, or cut by whatever else cuts its lines alike.
 * @throws LastlayerError `dataset` if there is no header that can be read, `usage` for an unknown encoding
 */
export async function openDelimited(
  path: string,
  { encoding, separator, header: wanted, isUnlabelled }: TableReading,
): Promise<Table> {
  const { used, others, findings } = await encodingOf(path, encoding)
  const beginning = await chooseDialect(await firstLines(path, used), used, separator)
  const { cells, columns, above, findings: found } = findHeader(path, beginning, wanted, isUnlabelled)
  const { delimiter } = beginning.dialect
  const unquoted = unquotedText(beginning, columns, above)
  const said = unquoted === null ? [] : [unquotedFinding(path, columns, delimiter, unquoted)]

  async function* rows(names: readonly string[]): AsyncGenerator<TableRow> {
    const places = names.map((name) => columns.indexOf(name))
    const last = Math.max(...places)
    const width = { fields: columns.length, from: above }
    const rowOf = (record: TableRecord): TableRow => {
      if ('reason' in record) return record
      const { line, fields } = record
      if (unquoted !== null && !isSame(fields, cells)) {
        const whole = withWholeText(fields, delimiter, unquoted)
        if (whole.length === 2) return { line, cells: places.map((i) => whole[i]) }
        return { line, reason: widthFault(whole.length, columns.length, cells !== null) }
      }
      if (!fits(fields, columns.length) || (fields.length === 1 && last > 0)) {
        return { line, reason: widthFault(fields.length, columns.length, cells !== null) }
      }
      if (isSame(fields, cells)) return { line, reason: 'Repeats the header.' }
      return { line, cells: places.map((i) => fields[i]) }
    }
    let count = 0
    for await (const records of readRecords(readManyLines(path, used), { ...beginning, encoding: used, width })) {
      for (const record of records) {
        const place = count++
        if (place < above || isBlank(record) || (place === above && isRule(record))) continue
        yield rowOf(record)
      }
    }
  }
  return {
    path,
    columns,
    facts: {
      encoding: { used, others: [...others] },
      separator: { used: delimiter },
      header: cells !== null,
    },
    findings: [...findings, ...found, ...said],
    rows,
  }
}

/** Whether a record has fields and nothing in them, as spreadsheets leave rows that were cleared. */
function isBlank(record: TableRecord): boolean {
  return 'fields' in record && record.fields.every((field) => field.trim() === '')
}

/** Whether it is the rule below the header of a table in Markdown, or as databases print it. */
function isRule(record: TableRecord): boolean {
  if (!('fields' in record) || record.fields.length > 1000) return false
  return (
    record.fields.every((field) => field.length < 1000 && /^[-:|+=\s]*$/.test(field)) &&
    record.fields.some((field) => field.includes('---'))
  )
}

/** The lines at the beginning of a file; one that is cut off is left out where there are others. */
async function firstLines(path: string, encoding: string): Promise<Line[]> {
  const lines: Line[] = []
  let bytes = 0
  for await (const line of readLines(path, encoding)) {
    lines.push(line)
    bytes += line.bytes?.length ?? 0
    if (lines.length >= looked.lines || bytes >= looked.bytes) break
  }
  return lines
}

function widthFault(has: number, width: number, isHeaded: boolean): string {
  return `Has ${has} ${has === 1 ? 'field' : 'fields'} where ${isHeaded ? 'the header has' : 'rows have'} ${width}.`
}

function isSame(fields: readonly string[], cells: readonly string[] | null): boolean {
  return (
    cells !== null &&
    fields[0] === cells[0] &&
    cells.length === fields.length &&
    cells.every((cell, i) => cell === fields[i])
  )
}
