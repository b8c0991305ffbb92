import { basename, relative } from 'node:path'
import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import type { TableForm } from '../../../../shared/dataset-forms.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { lookAt } from '../../../disk/confinement.ts'
import { chooseColumns, requireColumns, type Columns } from '../rows/columns.ts'
import { openDelimited } from './delimited.ts'
import { stopIfCancelled, unreadable } from '../bytes/files.ts'
import { openJsonLines } from './json-lines.ts'
import type { Layout, Part } from '../layout/layout.ts'
import { openParquet } from './parquet.ts'
import { reject, toItem, type SourceItem } from '../rows/row.ts'
import type { Table, TableReading } from './table.ts'
import { at } from '../../../../shared/at.ts'

type Tables = Extract<Layout, { kind: 'tables' }>

interface OpenTable {
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
 * Opens every table file of a dataset and settles its columns.
 * @throws LastlayerError `dataset` if a file cannot be read or a column is missing.
 */
export async function openTables({ form, files }: Tables, choice: DatasetChoice): Promise<OpenTables> {
  const tables: OpenTable[] = []
  for (const { path, split } of files) {
    const version = await versionOf(path)
    tables.push({ table: await openTable(form, path, choice), split, version })
  }
  const columns = await chooseColumns(at(tables, 0).table, choice.textColumn, choice.labelColumn)
  for (const { table } of tables) requireColumns(table, columns)
  return {
    all: at(tables, 0).table.columns,
    columns,
    tables,
    findings: tables.flatMap(({ table }) => table.findings ?? []),
  }
}

/**
 * The rows of all tables, file by file.
 * @throws LastlayerError `dataset` if a file is not what it was when it was opened.
 */
export async function* readTables(
  root: string,
  { tables, columns }: OpenTables,
  stripHtml: boolean,
  signal?: AbortSignal,
): AsyncGenerator<SourceItem> {
  for (const { table, split, version } of tables) {
    const file = relative(root, table.path) || basename(table.path)
    for await (const row of table.rows([columns.text, columns.label])) {
      stopIfCancelled(signal)
      const place = { file, line: row.line, split }
      yield 'cells' in row ? toItem(row.cells[0], row.cells[1], place, stripHtml) : reject(place, row.reason)
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
  csv: (path) => openDelimited(path, 'csv'),
  tsv: (path) => openDelimited(path, 'tsv'),
  jsonl: openJsonLines,
  parquet: openParquet,
}
