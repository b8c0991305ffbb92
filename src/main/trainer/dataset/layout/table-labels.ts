import { basename } from 'node:path'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import type { Table, TableRow } from '../formats/table.ts'
import { findColumn } from '../rows/text-template.ts'
import { shortList, type Part, type TablesLayout } from './layout.ts'
import { stemOf } from './names.ts'
import { at } from '../../../../shared/at.ts'
import { english, say, type Said } from '../../../../shared/said.ts'

interface PartTable {
  readonly table: Table
  readonly split: Part
}

/** The column that tables get whose files' names are their labels. */
export const nameColumn = 'file name'

/**
 * Gives tables a column of their files' names where these are the labels, and makes sure that tables which are read as
 * one have the same columns.
 * @throws LastlayerError `dataset` if they have not
 */
export function labelledByName<T extends PartTable>(
  { labels, files }: TablesLayout,
  tables: readonly T[],
): { tables: T[]; isByName: boolean; findings: FindingInput[] } {
  const alone = tables.every(({ table }) => table.columns.length === 1)
  const isByName = labels === 'names' || (labels === 'names if alone' && alone)
  const names = shortList(files.map(({ path }) => basename(path)))
  if (isByName) {
    const named = tables.map((one, i): T => {
      const { path, subject } = at(files, i)
      return { ...one, table: withName(one.table, subject || stemOf(basename(path))) }
    })
    if (files.some(({ form }) => form === 'lines')) return { tables: named, isByName, findings: [] }
    const sentence = say('The label of each row is the name of its file: {{files}}.', { files: names })
    return { tables: named, isByName, findings: [{ kind: 'files', severity: 'note', sentence }] }
  }
  if (labels !== 'names if alone') return { tables: [...tables], isByName, findings: [] }
  requireAlike(tables, names)
  const sentence = say(
    '{{tables}} tables of the same columns are read as one: {{files}}. Choose one of them to read it alone.',
    { tables: String(files.length), files: names },
  )
  return { tables: [...tables], isByName, findings: [{ kind: 'files', severity: 'warning', sentence }] }
}

function requireAlike(tables: readonly PartTable[], names: Said): void {
  const key = ({ table }: PartTable) =>
    [...table.columns]
      .map((name) => name.trim().toLowerCase())
      .sort()
      .join('\n')
  const first = at(tables, 0)
  if (tables.every((one) => key(one) === key(first))) return
  const folder = first.table.path.slice(0, -basename(first.table.path).length - 1)
  const advice = 'choose one of them, or name them train and test'
  throw new LastlayerError('dataset', `${folder} holds several tables (${english(names)}): ${advice}.`)
}

function withName(table: Table, label: string): Table {
  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    const own = wanted.filter((column) => column !== nameColumn)
    const add = (cells: readonly unknown[]): unknown[] => {
      const rest = [...cells]
      return wanted.map((column) => (column === nameColumn ? label : rest.shift()))
    }
    for await (const row of table.rows(own)) yield 'cells' in row ? { ...row, cells: add(row.cells) } : row
  }
  return { ...table, columns: [...table.columns, nameColumn], rows }
}

/** Leaves out test and validation tables that have no label column, which can be predicted but not measured. */
export function withoutUnlabelled<T extends PartTable>(
  tables: readonly T[],
  label: string,
): { tables: T[]; findings: FindingInput[] } {
  const isUnlabelled = ({ table, split }: T) =>
    (split === 'test' || split === 'validation') && findColumn(label, table.columns) === null
  const findings = tables.filter(isUnlabelled).map(({ table }): FindingInput => {
    const sentence = say(
      '{{file}} has no label column "{{label}}" and is left out; it can be predicted: predict --file.',
      { file: basename(table.path), label },
    )
    return { kind: 'split', severity: 'note', sentence }
  })
  const labelled = tables.filter((one) => !isUnlabelled(one))
  const isAlone = labelled.every(({ split }) => split === 'train')
  return { tables: isAlone ? labelled.map((one) => ({ ...one, split: null })) : labelled, findings }
}
