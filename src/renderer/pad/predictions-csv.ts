import type { Prediction } from '../../shared/contract.ts'
import { toCsv } from '../../shared/csv.ts'

/** Predictions as a table: one row a text, one column of probability a label, by class index. */
export function predictionsToCsv(predictions: readonly Prediction[], labels: readonly string[]): string {
  const header = ['file', 'label', ...labels.map((label) => `p(${label})`), 'unsure', 'tokens', 'truncated', 'text']
  const rows = predictions.map(({ file, label, probs, abstained, tokens, truncated, text }) => [
    ...[file, label],
    ...probs,
    ...[abstained, tokens, truncated, text],
  ])
  return toCsv([header, ...rows])
}
