import type { Asked } from './columns.ts'
import { findColumn, readTextColumns } from './text-template.ts'

/**
 * The columns that were asked for, else those that a model was trained on where a table has them, else null: they are to
 * be guessed.
 * @param all the table's columns; null for what is no table
 */
export function columnsAsTrained(
  asked: Asked,
  trained: { readonly text: string; readonly label: string },
  all: readonly string[] | null,
): Asked {
  const has = (column: string): boolean => all !== null && findColumn(column, all) !== null
  const hasText = has(trained.text) || readTextColumns(trained.text).pieces.every(({ column }) => has(column))
  return {
    textColumn: asked.textColumn ?? (hasText ? trained.text : null),
    labelColumn: asked.labelColumn ?? (has(trained.label) ? trained.label : null),
  }
}
