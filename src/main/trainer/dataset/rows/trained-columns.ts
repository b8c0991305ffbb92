/** Columns as --text-column and --label-column take them; null where they are to be guessed. */
export interface AskedColumns {
  readonly text: string | null
  readonly label: string | null
}

/**
 * The columns that were asked for, else those that a model was trained on where a table has them.
 * @param all the table's columns; null for what is no table
 */
export function columnsAsTrained(
  asked: AskedColumns,
  trained: { readonly text: string; readonly label: string },
  all: readonly string[] | null,
): AskedColumns {
  const has = (column: string): boolean => all?.some((name) => sameName(name, column)) ?? false
  return {
    text: asked.text ?? (has(trained.text) ? trained.text : null),
    label: asked.label ?? (has(trained.label) ? trained.label : null),
  }
}

function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}
