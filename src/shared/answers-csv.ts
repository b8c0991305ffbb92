import { toCsv, type Cell } from './csv.ts'
import type { TableAnswer, TableHead } from './table-answers.ts'

/**
 * The names of what is added to a table: the label, its probability, and that of each label. None is that of another
 * column.
 */
export function answerColumns(columns: readonly string[], labels: readonly string[]): string[] {
  const taken = new Set(columns)
  return ['label', 'probability', ...labels.map((label) => `p(${label})`)].map((name) => {
    let free = name
    while (taken.has(free)) free = `predicted ${free}`
    taken.add(free)
    return free
  })
}

/** What is added to a row, by {@link answerColumns}; nulls where there is no answer. */
export function answerCells(
  { answer }: Pick<TableAnswer, 'answer'>,
  labels: readonly string[],
): (string | number | null)[] {
  if (answer === null) return new Array<null>(labels.length + 2).fill(null)
  return [answer.label, Math.max(...answer.probs), ...answer.probs]
}

/** The header of a table with its answers. */
export function answersHeader({ columns, labels }: TableHead): string {
  return toCsv([[...columns, ...answerColumns(columns, labels)]])
}

/** Rows of a table with their answers as CSV: its own columns, then {@link answerColumns}. */
export function answersToCsv(rows: readonly TableAnswer[], { columns, labels }: TableHead): string {
  return toCsv(rows.map((row) => [...columns.map((_, i) => ownCell(row.cells[i])), ...answerCells(row, labels)]))
}

function ownCell(value: TableAnswer['cells'][number] | undefined): Cell {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null)
}
