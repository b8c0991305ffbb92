import type { BigIntStats } from 'node:fs'
import { basename, relative } from 'node:path'
import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import type { FileForm } from '../../../../shared/dataset-forms.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { lookAt } from '../../../disk/confinement.ts'
import {
  askedAsTrained,
  columnFindings,
  guessColumns,
  requireColumns,
  settleColumns,
  type Asked,
  type Columns,
  type TrainedColumns,
} from '../rows/columns.ts'
import { openDelimited } from '../delimited/delimited.ts'
import { stopIfCancelled, unreadable } from '../bytes/files.ts'
import { openJson, openJsonLines } from '../json/open-json.ts'
import type { Part, TablesLayout } from '../layout/layout.ts'
import { choosePartColumns, partColumnsOf, placeByColumns, type PartColumns } from '../layout/part-columns.ts'
import { labelledByName, nameColumn, withoutUnlabelled } from '../layout/table-labels.ts'
import { boundedTable } from './bounded.ts'
import { openLabelledLines } from './labelled-lines.ts'
import { openParquet } from './parquet.ts'
import { openArrow } from '../arrow/open-arrow.ts'
import { openWorkbook } from '../workbook/open-workbook.ts'
import { RowReader, reject, type SourceItem } from '../rows/row.ts'
import type { Table, TableReading } from './table.ts'
import { openTextLines } from './text-lines.ts'
import { at } from '../../../../shared/at.ts'

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
  readonly parts: PartColumns
  readonly tables: readonly OpenTable[]
  readonly findings: readonly FindingInput[]
}

/** How tables are read: as a person chooses, else as those that a model was trained on. */
export interface TablesChoice extends DatasetChoice {
  readonly trained?: TrainedColumns
}

/** The tables of a dataset, and what is asked of their columns: those whose names are their labels have a column of them. */
export interface OpenFiles {
  readonly tables: readonly OpenTable[]
  readonly asked: Asked
  readonly findings: readonly FindingInput[]
}

/**
 * Opens every table file of a dataset.
 * @throws LastlayerError `dataset` if one cannot be read, or they do not belong together.
 */
export async function openFiles(layout: TablesLayout, choice: TablesChoice): Promise<OpenFiles> {
  const opened: OpenTable[] = []
  for (const { path, form, split } of layout.files) {
    const version = await versionOf(path)
    opened.push({ table: await openTable(form, path, choice), split, version })
  }
  const { tables, isByName, findings } = labelledByName(layout, opened)
  const trained = choice.trained ?? { text: null, label: null }
  const { textColumn, labelColumn } = askedAsTrained(choice, trained, at(opened, 0).table)
  const own = tables.flatMap(({ table }) => table.findings ?? []).filter(({ kind }) => !isByName || kind !== 'table')
  return {
    tables,
    asked: { textColumn, labelColumn: labelColumn ?? (isByName ? nameColumn : null) },
    findings: [...layout.findings, ...findings, ...own],
  }
}

/** The tables of the part by which columns are guessed: the first one, in all its pieces. */
export function leadingTables(tables: readonly OpenTable[]): Table[] {
  return tables.filter(({ split }) => split === at(tables, 0).split).map(({ table }) => table)
}

/**
 * Opens every table file of a dataset and settles its columns.
 * @throws LastlayerError `dataset` if a file cannot be read, a column is missing or it is not clear which one is meant.
 */
export async function openTables(
  layout: TablesLayout,
  choice: TablesChoice,
  signal?: AbortSignal,
): Promise<OpenTables> {
  const files = await openFiles(layout, choice)
  const { table: first } = at(files.tables, 0)
  const guesses = await guessColumns(leadingTables(files.tables), files.asked, signal)
  const columns = settleColumns(first.path, guesses, choice.trained && withoutLabels)
  const labelled = withoutUnlabelled(files.tables, columns.label)
  for (const { table } of labelled.tables) requireColumns(table, columns)
  const { text, label } = requireColumns(first, columns)
  const { parts, findings } = await choosePartColumns(labelled.tables, [...text.columns, label], choice)
  return {
    all: first.columns,
    columns,
    parts,
    tables: labelled.tables,
    findings: [...files.findings, ...columnFindings(guesses), ...labelled.findings, ...findings],
  }
}

const withoutLabels = 'Without labels nothing can be measured; its texts can be predicted: predict --file.'

/**
 * The rows of all tables, file by file.
 * @throws LastlayerError `dataset` if a file is not what it was when it was opened.
 */
export async function* readTables(
  root: string,
  { tables, columns, parts }: OpenTables,
  choice: DatasetChoice,
  signal?: AbortSignal,
): AsyncGenerator<SourceItem> {
  for (const { table, split, version } of tables) {
    const file = relative(root, table.path) || basename(table.path)
    const { text, label } = requireColumns(table, columns)
    const reader = new RowReader(text, choice)
    const read = [...text.columns, label]
    const extra = partColumnsOf(table, parts)
    for await (const row of table.rows([...read, ...extra])) {
      stopIfCancelled(signal)
      const start = { file, line: row.line, split: row.split ?? split }
      const place = 'cells' in row ? placeByColumns(start, extra, row.cells.slice(read.length), parts) : row.reason
      if (typeof place === 'string' || !('cells' in row)) yield reject(start, String(place))
      else yield reader.read(row.cells.slice(0, read.length), place)
    }
    if ((await versionOf(table.path)) !== version) {
      const advice = 'wait until nothing writes to it any more, then start again'
      throw new LastlayerError('dataset', `${table.path} changed while it was being read: ${advice}.`)
    }
  }
}

async function versionOf(path: string): Promise<string> {
  const { ino, size, mtimeNs } = await about(path)
  return `${ino} ${size} ${mtimeNs}`
}

async function about(path: string): Promise<BigIntStats> {
  return lookAt(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
}

/** Opens one table file. @throws LastlayerError `dataset` if it cannot be read. */
export async function openTable(form: FileForm, path: string, reading: TableReading): Promise<Table> {
  const table = await readers[form](path, reading)
  const { size } = await about(path)
  return boundedTable(table, Number(size))
}

/** Who reads which form. */
const readers: Readonly<Record<FileForm, (path: string, reading: TableReading) => Promise<Table>>> = {
  csv: openDelimited,
  tsv: openDelimited,
  jsonl: openJsonLines,
  json: openJson,
  arrow: openArrow,
  xlsx: openWorkbook,
  fasttext: openLabelledLines,
  parquet: openParquet,
  lines: openTextLines,
}
