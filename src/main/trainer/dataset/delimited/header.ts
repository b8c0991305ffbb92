import { basename } from 'node:path'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { checkWidth, type TableReading } from '../formats/table.ts'
import { quote } from '../survey/say.ts'
import { isComment, type Beginning } from './dialect.ts'
import { looksLikeRow } from './first-row.ts'
import { orangeRecords } from './orange.ts'
import { at } from '../../../../shared/at.ts'
import { join, say } from '../../../../shared/said.ts'

/** What the top of a delimited table says of its columns. */
export interface Header {
  /** As it is written; null where the first line is a row. */
  readonly cells: readonly string[] | null
  /** All different. */
  readonly columns: readonly string[]
  /** How many records there are above the first row. */
  readonly above: number
  readonly findings: readonly FindingInput[]
}

type Row = { readonly line: number; readonly fields: readonly string[] }

/**
 * Finds the header, below a title or comments, or that there is none. One column alone is a fault, unless it `mayBeOne`.
 * @throws LastlayerError `dataset` if the first line cannot be read, or has too many columns
 */
export function findHeader(
  path: string,
  beginning: Pick<Beginning, 'records' | 'width' | 'preface' | 'arff'>,
  wanted: TableReading['header'],
  mayBeOne = false,
): Header {
  const { records, width, preface, arff } = beginning
  if (arff !== undefined) {
    checkWidth(path, arff.columns.length)
    const above = records.filter(({ line }) => line <= arff.line).length
    return { cells: null, columns: differentNames(arff.columns), above, findings: [] }
  }
  const place = wanted === 'no' ? preface : preface + placeOfHeader(records.slice(preface), width)
  const first = records[place]
  if (first === undefined) {
    throw new LastlayerError('dataset', `${path} is empty: a table has a header, and rows below it.`)
  }
  if ('reason' in first) {
    throw new LastlayerError('dataset', `The header of ${path} cannot be read: ${first.reason}`)
  }
  const orange = wanted === 'no' ? 0 : orangeRecords(first, records[place + 1], records[place + 2])
  const rows = records.slice(place + 1 + orange).flatMap((record) => ('fields' in record ? [record.fields] : []))
  const doubt = looksLikeRow(first.fields, rows)
  const isRow = wanted === 'no' || (wanted === 'auto' && orange === 0 && doubt === 'row')
  const count = isRow ? Math.max(width, 1) : first.fields.length
  checkWidth(path, count)
  const named = isRow ? Array.from({ length: count }, () => '') : withIndex(first.fields, rows, width)
  const columns = differentNames(named)
  const findings = [
    ...aboveFinding(path, records.slice(preface, place) as Row[], first, isRow),
    ...(orange > 0 ? orangeFinding(path, first) : headerFinding(path, first, wanted, isRow, doubt)),
    ...namesFinding(path, named, columns),
    ...(columns.length === 1 && !mayBeOne ? [oneColumn(path, at(columns, 0))] : []),
  ]
  return { cells: isRow ? null : first.fields, columns, above: isRow ? place : place + 1 + orange, findings }
}

/** The first record that is neither a title, which has one cell where rows have more, nor a comment. */
function placeOfHeader(records: Beginning['records'], width: number): number {
  const filled = (fields: readonly string[]) => fields.filter((field) => field.trim() !== '').length
  const rows = records.flatMap((record) => ('fields' in record ? [filled(record.fields)] : []))
  const usual = [...rows].sort((a, b) => a - b)[Math.floor(rows.length / 2)] ?? 1
  const least = Math.min(width, Math.max(Math.min(2, usual), Math.ceil(usual / 2)))
  // Lines of fewer cells than the rows have, down to a blank line, are of the title.
  const isSetApart = (i: number): boolean => {
    const [record, next] = [records[i], records[i + 1]]
    if (record === undefined || next === undefined || !('fields' in record)) return false
    if (filled(record.fields) >= usual) return false
    return next.line > record.line + record.fields.join('').split('\n').length || isSetApart(i + 1)
  }
  const place = records.findIndex(
    (record, i) =>
      'fields' in record &&
      filled(record.fields) >= least &&
      !isSetApart(i) &&
      !(width > 1 && record.fields.length !== width && isComment(record.fields)),
  )
  return records.slice(0, Math.max(0, place)).every((record) => 'fields' in record) ? Math.max(0, place) : 0
}

/** A header that is one short, as R writes it, has no name for the column of row names. */
function withIndex(cells: readonly string[], rows: readonly (readonly string[])[], width: number): readonly string[] {
  if (cells.length < 2 || width !== cells.length + 1 || rows.length < 2) return cells
  const whole = rows.filter((fields) => fields.length === width)
  if (whole.every((fields) => fields.at(-1)?.trim() === '')) return cells
  const names = whole.map((fields) => fields[0]?.trim() ?? '')
  const isIndex = new Set(names).size === names.length && names.every((name) => /^\d+$/.test(name))
  return isIndex ? ['', ...cells] : cells
}

/** Names as pandas makes them: what has none is called by its place, and a second `text` is `text.1`. */
function differentNames(cells: readonly string[]): string[] {
  const taken = new Set<string>()
  return cells.map((cell, i) => {
    const name = cell.replace(/\s+/g, ' ').trim() || `column ${i + 1}`
    let different = name
    for (let again = 1; taken.has(different); again++) different = `${name}.${again}`
    taken.add(different)
    return different
  })
}

function aboveFinding(path: string, above: readonly Row[], { line }: Row, isRow: boolean): FindingInput[] {
  if (above.length === 0) return []
  const values = {
    file: basename(path),
    line: String(line),
    count: above.length,
    cells: shown(at(above, 0).fields),
  }
  const sentence = isRow
    ? say(
        {
          one: 'The first row of {{file}} is line {{line}}: {{count}} line above it is passed over ({{cells}}).',
          other: 'The first row of {{file}} is line {{line}}: {{count}} lines above it are passed over ({{cells}}).',
        },
        values,
      )
    : say(
        {
          one: 'The header of {{file}} is line {{line}}: {{count}} line above it is passed over ({{cells}}).',
          other: 'The header of {{file}} is line {{line}}: {{count}} lines above it are passed over ({{cells}}).',
        },
        values,
      )
  return [{ kind: 'table', severity: 'note', sentence }]
}

function orangeFinding(path: string, { line }: Row): FindingInput[] {
  const sentence = say('{{file}} is a table of Orange: what it says of its columns below line {{line}} is no row.', {
    file: basename(path),
    line: String(line),
  })
  return [{ kind: 'table', severity: 'note', sentence }]
}

function headerFinding(
  path: string,
  { line, fields }: Row,
  wanted: TableReading['header'],
  isRow: boolean,
  doubt: ReturnType<typeof looksLikeRow>,
): FindingInput[] {
  if (wanted !== 'auto' || doubt === 'header') return []
  const values = { file: basename(path), line: String(line), cells: shown(fields) }
  const sentence = isRow
    ? say(
        '{{file}} has no header: line {{line}} is a row like the others ({{cells}}), and the columns are column 1, column 2 …',
        values,
      )
    : say('Line {{line}} of {{file}} was taken for its header ({{cells}}), though it may be a row.', values)
  const fix = isRow
    ? { title: say('Take it for a header'), change: { header: 'yes' as const } }
    : { title: say('Take it for a row'), change: { header: 'no' as const } }
  return [{ kind: 'table', severity: 'warning', sentence, fixes: [fix] }]
}

function namesFinding(path: string, cells: readonly string[], columns: readonly string[]): FindingInput[] {
  const renamed = columns.filter(
    (column, i) => /\S/.test(cells[i] ?? '') && column !== cells[i]?.replace(/\s+/g, ' ').trim(),
  )
  if (renamed.length === 0) return []
  const sentence = say('{{file}} has columns of one name: the later ones are called {{columns}}.', {
    file: basename(path),
    columns: join(renamed.slice(0, 5).map(quote), 'and'),
  })
  return [{ kind: 'table', severity: 'note', sentence }]
}

function oneColumn(path: string, column: string): FindingInput {
  const sentence = say(
    '{{file}} has one column only, "{{column}}": no separator was found that cuts its lines alike (--separator).',
    { file: basename(path), column },
  )
  return { kind: 'table', severity: 'warning', sentence }
}

/** The first cells that are not empty, in quotes. */
function shown(fields: readonly string[]): string {
  const cells = fields.map((field) => field.replace(/\s+/g, ' ').trim()).filter((field) => field !== '')
  const some = cells.slice(0, 3).map((cell) => `“${cell.length > 30 ? `${cell.slice(0, 30)}…` : cell}”`)
  return some.join(', ') + (cells.length > some.length ? ', …' : '')
}
