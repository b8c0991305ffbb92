export type Cell = string | number | boolean | null

/**
 * Rows as CSV (RFC 4180). Spreadsheets run a text that begins with = + - @ or a tab as a formula: such a text gets an
 * apostrophe before it, which they show as text. Numbers stay numbers, also those that are written as texts.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const isFormula = /^\s*[=+\-@\t\r]/.test(value) && !/^[+-]?\d+([.,]\d+)?$/.test(value)
  const safe = isFormula ? `'${value}` : value
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}
