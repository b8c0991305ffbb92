export type Cell = string | number | boolean | null

/**
 * Rows as CSV (RFC 4180). Spreadsheets run a text that begins with = + - @ or a tab as a formula: such a text gets an
 * apostrophe before it, which they show as text. Numbers stay numbers, also those that are written as texts. Where a
 * spreadsheet cuts at semicolons, as in many countries, or at tabs, it knows no quotes within a line, and what comes after
 * one of them is a cell of its own: there a formula that could call something gets its apostrophe too.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** Calls need a bracket, other programs a | and other sheets a !. */
const innerFormula = /([;\t\r\n]\s*)(?=[=+\-@＝＋－＠][^;\t\r\n]*[(|!])/g

function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const inner = value.replaceAll(innerFormula, "$1'")
  const safe = isFormula(value) ? `'${inner}` : inner
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Whether a spreadsheet would run a text as a formula: it begins with = + - @ or a tab, and is no number, nor a telephone's. */
export function isFormula(value: Cell): boolean {
  return (
    typeof value === 'string' &&
    /^\s*[=+\-@＝＋－＠\t\r]/.test(value) &&
    !/^[+-]?\d+([.,]\d+)?$|^\+\d[\d ()/.-]*$/.test(value)
  )
}
