import { isFormula, toCsv, type Cell } from './csv.ts'
import type { TableAnswer, TableHead } from './table-answers.ts'

/**
 * The names of what is added to a table: the label, its probability, that of each label, and whether it is unsure where
 * the model may be. None is that of another column.
 */
export function answerColumns({ columns, labels, abstainBelow }: TableHead): string[] {
  const taken = new Set(columns)
  const unsure = abstainBelow === null ? [] : ['unsure']
  return ['label', 'probability', ...unsure, ...labels.map((label) => `p(${label})`)].map((name) => {
    let free = name
    while (taken.has(free)) free = `predicted ${free}`
    taken.add(free)
    return free
  })
}

/** What is added to a row, by {@link answerColumns}; nulls where there is no answer. */
export function answerCells(
  { answer }: Pick<TableAnswer, 'answer'>,
  { labels, abstainBelow }: TableHead,
): (string | number | boolean | null)[] {
  const unsure = abstainBelow === null ? [] : [answer?.abstained ?? null]
  if (answer === null) return [null, null, ...unsure, ...labels.map(() => null)]
  return [answer.label, Math.max(...answer.probs), ...unsure, ...answer.probs]
}

/** The header of a table with its answers. */
export function answersHeader(head: TableHead): string {
  return toCsv([[...head.columns, ...answerColumns(head)]])
}

/** Rows of a table with their answers as CSV: its own columns, then {@link answerColumns}. */
export function answersToCsv(rows: readonly TableAnswer[], head: TableHead): string {
  return toCsv(rows.map((row) => [...head.columns.map((_, i) => ownCell(row.cells[i])), ...answerCells(row, head)]))
}

/** How many of a row's own cells are changed in CSV, so that no spreadsheet runs them. */
export function formulasIn(row: TableAnswer): number {
  return row.cells.filter((value) => isFormula(ownCell(value))).length
}

function ownCell(value: TableAnswer['cells'][number] | undefined): Cell {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null)
}
