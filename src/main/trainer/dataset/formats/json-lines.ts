import { LastlayerError } from '../../../../shared/errors.ts'
import { decodeText } from '../rows/clean.ts'
import { parseExactJson } from '../rows/exact-json.ts'
import { tooLong } from '../bytes/files.ts'
import { isBlank, readLines, type Line } from '../bytes/lines.ts'
import type { Table, TableRow } from './table.ts'

type JsonRow = { readonly row: Readonly<Record<string, unknown>> } | { readonly reason: string }

/**
 * Opens a JSON Lines file: one object a line. Its columns are the names in its objects, in order of appearance;
 * all are looked at, as an export that is labelled in part may begin without labels.
 * @throws LastlayerError `dataset` if no line is an object.
 */
export async function openJsonLines(path: string): Promise<Table> {
  const columns = new Set<string>()
  let fault = 'it is empty.'
  let found = 0
  for await (const line of readLines(path)) {
    if (isBlank(line)) continue
    const read = parseLine(line)
    if ('reason' in read) fault = found === 0 ? `line ${line.number}: ${read.reason}` : fault
    else for (const name of Object.keys(read.row)) columns.add(name)
    if ('row' in read) found++
  }
  if (columns.size === 0) {
    throw new LastlayerError('dataset', `${path} has no line with an object such as {"text": …, "label": …}: ${fault}`)
  }

  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    for await (const line of readLines(path)) {
      if (isBlank(line)) continue
      const read = parseLine(line)
      if ('reason' in read) yield { line: line.number, reason: read.reason }
      else yield { line: line.number, cells: wanted.map((name) => own(read.row, name)) }
    }
  }
  return { path, columns: [...columns], rows }
}

function parseLine({ bytes }: Line): JsonRow {
  const decoded = bytes === null ? { reason: tooLong } : decodeText(bytes)
  if ('reason' in decoded) return decoded
  try {
    const row: unknown = parseExactJson(decoded.text)
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return { row: row as Record<string, unknown> }
    return { reason: 'Not a JSON object.' }
  } catch {
    return { reason: 'Not JSON: each line must be one whole object.' }
  }
}

function own(row: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(row, name) ? row[name] : undefined
}
