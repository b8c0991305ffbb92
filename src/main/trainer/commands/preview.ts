import { resolve } from 'node:path'
import type { Params, Result } from '../../../shared/contract.ts'
import { finding } from '../../../shared/dataset-summary.ts'
import { isSampleName } from '../../../shared/samples.ts'
import type { ColumnGuess, TablePreview } from '../../../shared/table-preview.ts'
import { factsOf, firstRows, type Table } from '../dataset/formats/table.ts'
import { leadingTables, openFiles } from '../dataset/formats/tables.ts'
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
 * @throws LastlayerError `dataset` if it cannot be opened; not where a column cannot be told, which is asked
 */
export async function preview({ choice }: Params<'preview'>, signal: AbortSignal): Promise<Result<'preview'>> {
  if (isSampleName(choice.dataset)) return { table: null }
  const layout = await findLayout(resolve(choice.dataset), choice.separator)
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
