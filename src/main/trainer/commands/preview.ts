import { basename, resolve } from 'node:path'
import type { Params, Result } from '../../../shared/contract.ts'
import type { DatasetChoice } from '../../../shared/dataset-settings.ts'
import { finding, type FindingInput } from '../../../shared/dataset-summary.ts'
import { isSampleName } from '../../../shared/samples.ts'
import type { ColumnGuess, TablePreview } from '../../../shared/table-preview.ts'
import { tableFormOf } from '../dataset/formats/form.ts'
import { factsOf, firstRows, type Table } from '../dataset/formats/table.ts'
import { leadingTables, openFiles } from '../dataset/formats/tables.ts'
import { openTextLines } from '../dataset/formats/text-lines.ts'
import { findLayout } from '../dataset/layout/find-layout.ts'
import { cellText } from '../dataset/rows/cell.ts'
import type { Guess } from '../dataset/rows/column-guess.ts'
import { columnFindings, guessColumns } from '../dataset/rows/columns.ts'
import { at } from '../../../shared/at.ts'

const shownValues = 3
const lookedRows = 200
const valueLength = 200

/**
 * How the tables of a dataset would be read: its columns with their first values, and which would be taken.
 * @throws LastlayerError `dataset` if it cannot be opened; not where a column, or what cuts the lines of a plain text, cannot
 * be told, which is asked
 */
export async function preview({ choice }: Params<'preview'>, signal: AbortSignal): Promise<Result<'preview'>> {
  if (isSampleName(choice.dataset)) return { table: null }
  const path = resolve(choice.dataset)
  const form = await tableFormOf(path, choice.separator)
  if (typeof form !== 'string' && form.isProse === true) return { table: await previewLines(path, form.reason, choice) }
  const layout = await findLayout(path, choice.separator)
  if (layout.kind !== 'tables') return { table: null }
  const { tables, asked, findings: taken } = await openFiles(layout, choice)
  const guesses = await guessColumns(leadingTables(tables), asked, signal)
  const { table } = at(tables, 0)
  const findings = [...taken, ...columnFindings(guesses)]
  return {
    table: {
      ...factsOf(table),
      columns: await firstValues(table),
      text: toGuess(guesses.text),
      label: toGuess(guesses.label),
      findings: findings.map((one) => finding.parse(one)),
    },
  }
}

/** A plain text as the lines that it has, for the person to see what cuts them. */
async function previewLines(path: string, reason: string, choice: DatasetChoice): Promise<TablePreview> {
  const lines = await openTextLines(path, choice)
  const isPlain: FindingInput = { kind: 'table', severity: 'warning', sentence: `${basename(path)} ${reason}` }
  const none: ColumnGuess = { column: null, why: '', isClear: false, candidates: [] }
  return {
    ...factsOf(lines),
    separator: { used: null },
    columns: await firstValues(lines),
    text: none,
    label: none,
    findings: [...(lines.findings ?? []), isPlain].map((one) => finding.parse(one)),
  }
}

/** Every column with its first different values, shortened. */
async function firstValues(table: Table): Promise<TablePreview['columns']> {
  const rows = await firstRows(table, table.columns, lookedRows)
  return table.columns.map((name, i) => {
    const values = rows.map((row) => shown(row[i])).filter((value) => value !== '')
    return { name, values: [...new Set(values)].slice(0, shownValues) }
  })
}

function shown(value: unknown): string {
  const text = (cellText(value) ?? (Array.isArray(value) ? value.map(cellText).join(', ') : '')).trim()
  return text.length > valueLength ? `${text.slice(0, valueLength)}…` : text
}

function toGuess({ column, why, isClear, candidates }: Guess): ColumnGuess {
  return { column, why, isClear, candidates }
}
