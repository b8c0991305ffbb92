import { basename, relative } from 'node:path'
import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import type { TableForm } from '../../../../shared/dataset-forms.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { lookAt } from '../../../disk/confinement.ts'
import { columnFindings, guessColumns, requireColumns, settleColumns, type Columns } from '../rows/columns.ts'
import { openDelimited } from '../delimited/delimited.ts'
import { stopIfCancelled, unreadable } from '../bytes/files.ts'
import { openJson, openJsonLines } from '../json/open-json.ts'
import type { Layout, Part } from '../layout/layout.ts'
import { openLabelledLines } from './labelled-lines.ts'
import { openParquet } from './parquet.ts'
import { openWorkbook } from '../workbook/open-workbook.ts'
import { RowReader, reject, type SourceItem } from '../rows/row.ts'
import type { Table, TableReading } from './table.ts'
import { at } from '../../../../shared/at.ts'

type Tables = Extract<Layout, { kind: 'tables' }>

export interface OpenTable {
  readonly table: Table
  readonly split: Part
  /** Changes with the file. */
  readonly version: string
}

/** The table files of a dataset, opened, with the columns that all of them have. */
export interface OpenTables {
  readonly all: readonly string[]
  readonly columns: Columns
  readonly tables: readonly OpenTable[]
  readonly findings: readonly FindingInput[]
}

/**
 * Opens every table file of a dataset.
 * @throws LastlayerError `dataset` if one cannot be read.
 */
export async function openFiles({ form, files }: Tables, choice: DatasetChoice): Promise<OpenTable[]> {
  const tables: OpenTable[] = []
  for (const { path, split } of files) {
    const version = await versionOf(path)
    tables.push({ table: await openTable(form, path, choice), split, version })
  }
  return tables
}

/** The tables of the part by which columns are guessed: the first one, in all its pieces. */
export function leadingTables(tables: readonly OpenTable[]): Table[] {
  return tables.filter(({ split }) => split === at(tables, 0).split).map(({ table }) => table)
}

/**
 * Opens every table file of a dataset and settles its columns.
 * @throws LastlayerError `dataset` if a file cannot be read, a column is missing or it is not clear which one is meant.
 */
export async function openTables(layout: Tables, choice: DatasetChoice, signal?: AbortSignal): Promise<OpenTables> {
  const tables = await openFiles(layout, choice)
  const { path, columns: all } = at(tables, 0).table
  const guesses = await guessColumns(leadingTables(tables), choice, signal)
  const columns = settleColumns(path, guesses)
  for (const { table } of tables) requireColumns(table, columns)
  const findings = [...tables.flatMap(({ table }) => table.findings ?? []), ...columnFindings(guesses)]
  return { all, columns, tables, findings }
}

/**
 * The rows of all tables, file by file.
 * @throws LastlayerError `dataset` if a file is not what it was when it was opened.
 */
export async function* readTables(
  root: string,
  { tables, columns }: OpenTables,
  choice: DatasetChoice,
  signal?: AbortSignal,
): AsyncGenerator<SourceItem> {
  for (const { table, split, version } of tables) {
    const file = relative(root, table.path) || basename(table.path)
    const { text, label } = requireColumns(table, columns)
    const reader = new RowReader(text, choice)
    for await (const row of table.rows([...text.columns, label])) {
      stopIfCancelled(signal)
      const place = { file, line: row.line, split: row.split ?? split }
      yield 'cells' in row ? reader.read(row.cells, place) : reject(place, row.reason)
    }
    if ((await versionOf(table.path)) !== version) {
      const advice = 'wait until nothing writes to it any more, then start again'
      throw new LastlayerError('dataset', `${table.path} changed while it was being read: ${advice}.`)
    }
  }
}

async function versionOf(path: string): Promise<string> {
  const { ino, size, mtimeNs } = await lookAt(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  return `${ino} ${size} ${mtimeNs}`
}

/** Opens one table file. @throws LastlayerError `dataset` if it cannot be read. */
export function openTable(form: TableForm, path: string, reading: TableReading): Promise<Table> {
  return readers[form](path, reading)
}

/** Who reads which form. */
const readers: Readonly<Record<TableForm, (path: string, reading: TableReading) => Promise<Table>>> = {
  csv: openDelimited,
  tsv: openDelimited,
  jsonl: openJsonLines,
  json: openJson,
  arrow: openParquet,
  xlsx: openWorkbook,
  fasttext: openLabelledLines,
  parquet: openParquet,
}
