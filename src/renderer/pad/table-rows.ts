/** A row with the model's answer, or without one. */
export interface Answered {
  readonly answer: { readonly label: string; readonly probs: readonly number[] } | null
}

/** In which order rows are shown: the table's own, or by the probability of what was answered. */
export type RowOrder = 'table' | 'surest' | 'unsurest'

/** How many rows were given each label, the commonest first; a row without an answer has the label null. */
export function labelCounts(rows: readonly Answered[]): { label: string | null; rows: number }[] {
  const counts = new Map<string | null, number>()
  for (const { answer } of rows) {
    const label = answer?.label ?? null
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return [...counts].map(([label, rows]) => ({ label, rows })).sort((a, b) => b.rows - a.rows)
}

/** The rows of a label, or all where it is undefined, in an order; those without an answer come last. */
export function rowsToShow<Row extends Answered>(
  rows: readonly Row[],
  label: string | null | undefined,
  order: RowOrder,
): readonly Row[] {
  const wanted = label === undefined ? rows : rows.filter(({ answer }) => (answer?.label ?? null) === label)
  if (order === 'table') return wanted
  const sign = order === 'surest' ? -1 : 1
  const keyed = wanted.map((row) => ({
    row,
    key: row.answer === null ? Infinity : sign * Math.max(...row.answer.probs),
  }))
  return keyed.sort((a, b) => (a.key === b.key ? 0 : a.key - b.key)).map(({ row }) => row)
}
