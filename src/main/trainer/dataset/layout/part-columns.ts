import type { FindingInput, Split } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { firstRows, type Table } from '../formats/table.ts'
import type { Place } from '../rows/row.ts'
import type { Part } from './layout.ts'
import { splitOf } from './names.ts'

const looked = 1000

/** Columns that say which part a row belongs to, and which rows stay in one part; null where there is none. */
export interface PartColumns {
  readonly part: string | null
  readonly group: string | null
}

/**
 * Settles these columns. A column such as "split" is used where the dataset has no parts otherwise and its values are
 * names of parts.
 * @throws LastlayerError `dataset` if there is no column `splitBy`
 */
export async function choosePartColumns(
  tables: readonly { readonly table: Table; readonly split: Part }[],
  taken: readonly string[],
  splitBy: string | null,
): Promise<{ parts: PartColumns; findings: FindingInput[] }> {
  const table = tables[0]?.table
  if (table === undefined) return { parts: { part: null, group: null }, findings: [] }
  const group = splitBy === null ? null : groupColumn(table, splitBy)
  const isWhole = tables.every(({ split }) => split === null)
  const part = isWhole ? await partColumn(table, [...taken, group ?? '']) : null
  const findings: FindingInput[] = []
  const say = (sentence: string) => findings.push({ kind: 'split', severity: 'note', sentence })
  if (part !== null) say(`Column "${part}" says which part a row belongs to: the parts are as it says.`)
  if (group !== null && (part !== null || !isWhole)) {
    say(`The dataset has parts of its own: "${group}" keeps rows together only in what is set aside from them.`)
  }
  return { parts: { part, group }, findings }
}

function groupColumn({ path, columns }: Table, splitBy: string): string {
  const same = (name: string) => name.trim().toLowerCase() === splitBy.trim().toLowerCase()
  const found = columns.find((name) => name === splitBy) ?? columns.find(same)
  if (found !== undefined) return found
  const some = columns.slice(0, 20).map((name) => JSON.stringify(name))
  const choices = `${some.join(', ')}${columns.length > some.length ? ', …' : ''}`
  throw new LastlayerError('dataset', `${path} has no column "${splitBy}" to split by: choose among ${choices}.`)
}

const partNames =
  /(?:^|\P{L})(?:splits?|partition|subset)(?:\P{L}|$)|^(?:data\P{L}?)?set$|^(?:fold|part|type|usage|phase)$/iu

async function partColumn(table: Table, taken: readonly string[]): Promise<string | null> {
  for (const column of table.columns) {
    if (taken.includes(column) || !partNames.test(column.trim())) continue
    const values = (await firstRows(table, [column], looked)).map(([value]) => partOf(value))
    if (values.length > 0 && values.every((value) => value !== null)) return column
  }
  return null
}

function partOf(value: unknown): Split | null {
  return typeof value === 'string' && value.length <= 30 ? splitOf(value) : null
}

/** The columns of these that a table has, in a fixed order. */
export function partColumnsOf(table: Table, { part, group }: PartColumns): string[] {
  return [part, group].flatMap((column) => (column !== null && table.columns.includes(column) ? [column] : []))
}

/** Where a row stands by its cells in the columns of `partColumnsOf`; a string says why that cannot be told. */
export function placeByColumns(
  place: Place,
  columns: readonly string[],
  cells: readonly unknown[],
  { part, group }: PartColumns,
): Place | string {
  const cell = (column: string) => (columns.includes(column) ? cells[columns.indexOf(column)] : undefined)
  const value = group === null ? undefined : plain(cell(group))
  const grouped = value === undefined ? place : { ...place, group: value }
  if (part === null) return grouped
  const split = partOf(cell(part))
  return split === null ? `Its "${part}" is neither train, validation nor test.` : { ...grouped, split }
}

/** Undefined where a row belongs to no group. */
function plain(value: unknown): string | undefined {
  if (value === null || value === undefined || typeof value === 'object' || typeof value === 'symbol') return undefined
  const text = String(value as string | number | boolean | bigint).trim()
  return text === '' ? undefined : text
}
