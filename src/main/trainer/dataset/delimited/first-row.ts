/**
 * Whether the first line of a table is a row like those below it: its label is one of theirs, its number stands among
 * numbers, its text is as long as theirs. A name above numbers or above texts speaks for a header; `doubtful` where both do.
 */
export function looksLikeRow(
  first: readonly string[],
  below: readonly (readonly string[])[],
): 'row' | 'header' | 'doubtful' {
  // Files put together from others have their header more than once.
  const rows = below.filter((fields) => !isSame(fields, first))
  if (rows.length < fewest) return 'header'
  const votes = first.map((cell, i) => vote(cell.trim(), rows.map((fields) => fields[i]?.trim() ?? '').filter(Boolean)))
  const sum = votes.reduce((total, one) => total + one, 0)
  if (sum > 0) return 'row'
  return votes.some((one) => one > 0) && sum > -2 ? 'doubtful' : 'header'
}

const fewest = 3
/** Texts are longer than this, in characters: labels and names are seldom. */
const longLabel = 20
/** Names above texts have seldom more. */
const mostWords = 3

/** What one cell says: above 0 for a row, below for a header. */
function vote(cell: string, below: readonly string[]): number {
  if (cell === '' || below.length < fewest) return 0
  if (below.filter(isNumber).length >= 0.9 * below.length) return isNumber(cell) ? 1 : -2
  const different = new Set(below)
  const again = below.filter((value) => value === cell).length
  if (different.size <= below.length / 2) return again > 1 ? 2 : again === 0 ? -1 : 0
  const lengths = below.map(({ length }) => length).sort((a, b) => a - b)
  const [shortest, median] = [lengths[0] ?? 0, lengths[Math.floor(lengths.length / 2)] ?? 0]
  if (median < longLabel) return 0
  if (cell.length < 0.8 * shortest && cell.split(/\s+/).length <= mostWords) return -2
  return cell.length >= median / 2 ? 1 : 0
}

/** Whether a cell is a number or a date, however it is written. */
function isNumber(cell: string): boolean {
  return (
    /^[-+]?[\p{Sc}]?[-+]?\d[\d.,'\u00a0\u202f ]*(e[-+]?\d+)?\s?[%\p{Sc}]?$/iu.test(cell) ||
    /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?$/.test(cell) ||
    /^\d{1,2}:\d{2}(:\d{2})?$/.test(cell)
  )
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, i) => cell === b[i])
}
