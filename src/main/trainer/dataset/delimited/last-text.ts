import { basename } from 'node:path'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import type { Beginning } from './dialect.ts'

/** Labels of a table that is written by hand. */
const mostLabels = 20
const fewestRows = 4

/**
 * Whether delimiters within the texts of the last of two columns were not quoted: rows have more fields than the header,
 * while the first column holds a few labels, each more than once.
 * @param above how many records there are above the first row
 */
export function isUnquotedText({ records, dialect }: Beginning, columns: readonly string[], above: number): boolean {
  if (columns.length !== 2 || dialect.delimiter === null || dialect.delimiter.trim() === '') return false
  const rows = records.slice(above).flatMap((record) => ('fields' in record ? [record.fields] : []))
  const wide = rows.filter((fields) => fields.slice(2).some((field) => field.trim() !== ''))
  const firsts = new Map<string, number>()
  for (const [first = ''] of rows) firsts.set(first, (firsts.get(first) ?? 0) + 1)
  const areFew = firsts.size <= Math.min(mostLabels, rows.length / 3)
  return wide.length > 0 && rows.length >= fewestRows && areFew && [...firsts.values()].every((count) => count > 1)
}

/** The fields of a row with what follows the first delimiter as one. */
export function withLastText(fields: readonly string[], delimiter: string | null): readonly string[] {
  return fields.length <= 2 ? fields : [fields[0] ?? '', fields.slice(1).join(delimiter ?? '')]
}

/** What the person should know of it. */
export function lastTextFinding(path: string, columns: readonly string[], delimiter: string | null): FindingInput {
  const sentence =
    `Rows of ${basename(path)} have more fields than its header: what follows the first "${delimiter ?? ''}" is taken for ` +
    `"${columns[1] ?? ''}", as texts that hold "${delimiter ?? ''}" are not quoted.`
  return { kind: 'table', severity: 'warning', sentence }
}
