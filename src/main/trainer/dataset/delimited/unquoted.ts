import { basename } from 'node:path'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { say } from '../../../../shared/said.ts'
import type { Beginning } from './dialect.ts'

/** Labels of a table that is written by hand. */
const mostLabels = 20
const fewestRows = 4

/** Which of two columns holds texts with delimiters that are not quoted. */
export type UnquotedText = 'first' | 'last'

/**
 * Whether delimiters within the texts of one of two columns were not quoted: rows have more fields than the header, while
 * the other column holds a few labels, each more than once.
 * @param above how many records there are above the first row
 */
export function unquotedText(
  { records, dialect }: Beginning,
  columns: readonly string[],
  above: number,
): UnquotedText | null {
  if (columns.length !== 2 || dialect.delimiter === null || dialect.delimiter.trim() === '') return null
  const rows = records.slice(above).flatMap((record) => ('fields' in record ? [record.fields] : []))
  const wide = rows.filter((fields) => fields.slice(2).some((field) => field.trim() !== ''))
  if (wide.length === 0 || rows.length < fewestRows) return null
  if (areLabels(rows.map(([first = '']) => first))) return 'last'
  // The rest of a few such rows may be anything; of most of them it is how the table was written.
  const isUsual = wide.length > rows.length / 2
  return isUsual && areLabels(rows.map((fields) => fields.at(-1) ?? '')) ? 'first' : null
}

function areLabels(cells: readonly string[]): boolean {
  const counts = new Map<string, number>()
  for (const cell of cells) counts.set(cell.trim(), (counts.get(cell.trim()) ?? 0) + 1)
  return counts.size <= Math.min(mostLabels, cells.length / 3) && [...counts.values()].every((count) => count > 1)
}

/** The fields of a row with all that is of the text as one. */
export function withWholeText(
  fields: readonly string[],
  delimiter: string | null,
  which: UnquotedText,
): readonly string[] {
  if (fields.length <= 2) return fields
  const join = (some: readonly string[]): string => some.join(delimiter ?? '')
  return which === 'last' ? [fields[0] ?? '', join(fields.slice(1))] : [join(fields.slice(0, -1)), fields.at(-1) ?? '']
}

/** What the person should know of it. */
export function unquotedFinding(
  path: string,
  columns: readonly string[],
  delimiter: string | null,
  which: UnquotedText,
): FindingInput {
  const values = { file: basename(path), sign: delimiter ?? '' }
  const sentence =
    which === 'last'
      ? say(
          'Rows of {{file}} have more fields than its header: what follows the first "{{sign}}" is taken for "{{column}}", as texts that hold "{{sign}}" are not quoted.',
          { ...values, column: columns[1] ?? '' },
        )
      : say(
          'Rows of {{file}} have more fields than its header: what precedes the last "{{sign}}" is taken for "{{column}}", as texts that hold "{{sign}}" are not quoted.',
          { ...values, column: columns[0] ?? '' },
        )
  return { kind: 'table', severity: 'warning', sentence }
}
