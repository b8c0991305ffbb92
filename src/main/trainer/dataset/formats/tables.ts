import { basename, relative } from 'node:path'
import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import type { FileForm } from '../../../../shared/dataset-forms.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { lookAt } from '../../../disk/confinement.ts'
import { chooseColumns, requireColumns, type Columns } from '../rows/columns.ts'
import { openDelimited } from '../delimited/delimited.ts'
import { stopIfCancelled, unreadable } from '../bytes/files.ts'
import { openJson, openJsonLines } from '../json/open-json.ts'
import type { Part, TablesLayout } from '../layout/layout.ts'
import { choosePartColumns, partColumnsOf, placeByColumns, type PartColumns } from '../layout/part-columns.ts'
import { labelledByName, nameColumn, withoutUnlabelled } from '../layout/table-labels.ts'
import { openLabelledLines } from './labelled-lines.ts'
import { openParquet } from './parquet.ts'
import { openWorkbook } from '../workbook/open-workbook.ts'
import { reject, toItem, type SourceItem } from '../rows/row.ts'
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

/**
 * Opens every table file of a dataset and settles its columns.
 * @throws LastlayerError `dataset` if a file cannot be read or a column is missing.
 */
export async function openTables(layout: TablesLayout, choice: DatasetChoice): Promise<OpenTables> {
  const opened: OpenTable[] = []
  for (const { path, form, split } of layout.files) {
    const version = await versionOf(path)
    opened.push({ table: await readers[form](path, choice), split, version })
  }
  const named = labelledByName(layout, opened)
  const asked = choice.labelColumn ?? (named.isByName ? nameColumn : null)
  const columns = await chooseColumns(at(named.tables, 0).table, choice.textColumn, asked)
  const { tables, findings } = withoutUnlabelled(named.tables, columns.label)
  for (const { table } of tables) requireColumns(table, columns)
  const parts = await choosePartColumns(tables, [columns.text, columns.label], choice.splitBy)
  return {
    all: at(tables, 0).table.columns,
    columns,
    parts: parts.parts,
    tables,
    findings: [
      ...[layout, named, { findings }, parts].flatMap((one) => one.findings),
      ...tables.flatMap(({ table }) => table.findings ?? []).filter(({ kind }) => !named.isByName || kind !== 'table'),
    ],
  }
}

/**
 * The rows of all tables, file by file.
 * @throws LastlayerError `dataset` if a file is not what it was when it was opened.
 */
export async function* readTables(
  root: string,
  { tables, columns, parts }: OpenTables,
  stripHtml: boolean,
  signal?: AbortSignal,
): AsyncGenerator<SourceItem> {
  for (const { table, split, version } of tables) {
    const file = relative(root, table.path) || basename(table.path)
    const extra = partColumnsOf(table, parts)
    for await (const row of table.rows([columns.text, columns.label, ...extra])) {
      stopIfCancelled(signal)
      const start = { file, line: row.line, split: row.split ?? split }
      const place = 'cells' in row ? placeByColumns(start, extra, row.cells.slice(2), parts) : row.reason
      if (typeof place === 'string' || !('cells' in row)) yield reject(start, String(place))
      else yield toItem(row.cells[0], row.cells[1], place, stripHtml)
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

/** Who reads which form. */
const readers: Readonly<Record<FileForm, (path: string, reading: TableReading) => Promise<Table>>> = {
  csv: openDelimited,
  tsv: openDelimited,
  jsonl: openJsonLines,
  json: openJson,
  arrow: openParquet,
  xlsx: openWorkbook,
  fasttext: openLabelledLines,
  parquet: openParquet,
  lines: openTextLines,
}
