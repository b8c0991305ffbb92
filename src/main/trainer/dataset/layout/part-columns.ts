import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import type { FindingInput, Split } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { join, say } from '../../../../shared/said.ts'
import { firstRows, type Table } from '../formats/table.ts'
import type { Place } from '../rows/row.ts'
import type { Part } from './layout.ts'
import { areParts, flaggedPart, flagOf, partNamedIn } from './part-words.ts'

const looked = 1000

/** A column that says which part a row belongs to. */
interface PartColumn {
  readonly column: string
  /** The part by its value; null where that says none. */
  readonly partOf: (value: unknown) => Split | null
}

/** The same as it was found, and whether its name says so. */
type FoundColumn = PartColumn & { readonly isNamed: boolean }

/** Columns that say which part a row belongs to, and which rows stay in one part; null where there is none. */
export interface PartColumns {
  readonly part: PartColumn | null
  readonly group: string | null
}

/**
 * Settles these columns. Where the dataset has no parts otherwise, that is a column such as "split" whose values name
 * parts, a flag such as "is_test", or any whose values are plain words for parts. To `resplit` none is used.
 * @throws LastlayerError `dataset` if there is no column `splitBy`
 */
export async function choosePartColumns(
  tables: readonly { readonly table: Table; readonly split: Part }[],
  taken: readonly string[],
  { splitBy, resplit }: Pick<DatasetChoice, 'splitBy' | 'resplit'>,
): Promise<{ parts: PartColumns; findings: FindingInput[] }> {
  const table = tables[0]?.table
  if (table === undefined) return { parts: { part: null, group: null }, findings: [] }
  const group = splitBy === null ? null : groupColumn(table, splitBy)
  const isWhole = tables.every(({ split }) => split === null)
  const found = isWhole ? await partColumn(table, [...taken, group ?? '']) : null
  const part = resplit ? null : found
  const findings: FindingInput[] = []
  if (found !== null) findings.push(resplit ? madeAnew(found.column) : byColumn(found))
  if (group !== null) {
    const hasParts = (found !== null || !isWhole) && !resplit
    const sentence = hasParts
      ? say('The dataset has parts of its own: "{{column}}" keeps rows together only in what is set aside from them.', {
          column: group,
        })
      : say('Rows of one "{{column}}" stay together in one part.', { column: group })
    findings.push({ kind: 'split', severity: 'note', sentence })
  }
  return { parts: { part, group }, findings }
}

function byColumn({ column, isNamed }: FoundColumn): FindingInput {
  const sentence = say('Column "{{column}}" says which part a row belongs to.', { column })
  const why = say('Its values are words for parts.')
  const fixes = [{ title: say('Make the parts anew'), change: { resplit: true } }]
  return { kind: 'split', severity: 'note', sentence: isNamed ? sentence : join([sentence, why]), fixes }
}

/** That the parts of a dataset are not used. @param column the one that made them */
export function madeAnew(column: string | null = null): FindingInput {
  const sentence =
    column === null
      ? say('The parts that the data has are not used: they are made anew from all texts.')
      : say('The parts that the data has by column "{{column}}" are not used: they are made anew from all texts.', {
          column,
        })
  const fixes = [{ title: say('Use the parts of the data'), change: { resplit: false } }]
  return { kind: 'split', severity: 'note', sentence, fixes }
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
  /(?:^|\P{L})(?:splits?|partition|subset|conjunto|partici[oó]n|parti[cç][aã]o|particao|divisi[oó]n|ensemble|jeu|aufteilung|datensatz|zbi[oó]r|dataset)(?:\P{L}|$)|^(?:data\P{L}?)?set$|^(?:folds?|part|type|usage|phase|ml_use|teil|typ|tipo|insieme|выборка|набор|часть|分割|划分|数据集|세트|구분)$/iu

async function partColumn(table: Table, taken: readonly string[]): Promise<FoundColumn | null> {
  const others = table.columns.filter((column) => !taken.includes(column)).slice(0, mostColumns)
  const rows = others.length === 0 ? [] : await firstRows(table, others, looked)
  if (rows.length === 0) return null
  const columns = others.map((column, i) => ({ column, values: rows.map((row) => row[i]) }))
  const named = columns.find(
    ({ column, values }) => partNames.test(column.trim()) && values.every((value) => partNamedIn(value) !== null),
  )
  if (named !== undefined) return { column: named.column, partOf: partNamedIn, isNamed: true }
  for (const { column, values } of columns) {
    const flagged = flaggedPart(column)
    if (flagged === null || values.some((value) => flagOf(value) === null)) continue
    return { column, partOf: (value) => partFlagged(flagged, value), isNamed: true }
  }
  const told = columns.find(({ values }) => areParts(values))
  if (told === undefined) return null
  return {
    column: told.column,
    partOf: partNamedIn,
    isNamed: false,
  }
}

function partFlagged(flagged: Split, value: unknown): Split | null {
  const flag = flagOf(value)
  if (flag === null) return null
  return flag ? flagged : flagged === 'train' ? 'test' : 'train'
}

const mostColumns = 200

/** The columns of these that a table has, in a fixed order. */
export function partColumnsOf(table: Table, { part, group }: PartColumns): string[] {
  return [part?.column ?? null, group].flatMap((column) =>
    column !== null && table.columns.includes(column) ? [column] : [],
  )
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
  const split = part.partOf(cell(part.column))
  return split === null ? `Its "${part.column}" is neither train, validation nor test.` : { ...grouped, split }
}

/** Undefined where a row belongs to no group. */
function plain(value: unknown): string | undefined {
  if (value === null || value === undefined || typeof value === 'object' || typeof value === 'symbol') return undefined
  const text = String(value as string | number | boolean | bigint).trim()
  return text === '' ? undefined : text
}
