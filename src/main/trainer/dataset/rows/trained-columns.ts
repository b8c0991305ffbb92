import type { Asked } from './columns.ts'
import { findColumn, readTextColumns } from './text-template.ts'

/**
 * The columns that were asked for, else those that a model was trained on where a table has them, else null: they are to
 * be guessed.
 * @param all the table's columns; null for what is no table
 */
export function columnsAsTrained(
  asked: Asked,
  { text, label }: { readonly text: string | null; readonly label: string | null },
  all: readonly string[] | null,
): Asked {
  const has = (column: string): boolean => all !== null && findColumn(column, all) !== null
  const hasText = text !== null && (has(text) || readTextColumns(text).pieces.every(({ column }) => has(column)))
  return {
    textColumn: asked.textColumn ?? (hasText ? text : null),
    labelColumn: asked.labelColumn ?? (label !== null && has(label) ? label : null),
  }
}
