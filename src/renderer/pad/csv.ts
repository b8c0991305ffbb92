import type { Prediction } from '../../shared/contract.ts'

export type Cell = string | number | boolean | null

/**
 * Rows as CSV (RFC 4180). Spreadsheets run a text that begins with = + - @ or a tab as a formula: such a text gets an
 * apostrophe before it, which they show as text. Numbers stay numbers.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = /^\s*[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Predictions as a table: one row a text, one column of probability a label, by class index. */
export function predictionsToCsv(predictions: readonly Prediction[], labels: readonly string[]): string {
  const header = ['file', 'label', ...labels.map((label) => `p(${label})`), 'tokens', 'truncated', 'text']
  const rows = predictions.map(({ file, label, probs, tokens, truncated, text }) => [
    ...[file, label],
    ...probs,
    ...[tokens, truncated, text],
  ])
  return toCsv([header, ...rows])
}
