import type { Prediction } from '../../shared/contract.ts'
import { toCsv } from '../../shared/csv.ts'
import { predictionNotes } from './prediction-notes.ts'

/** Predictions as a table: one row a text, one column of probability a label, by class index. */
export function predictionsToCsv(predictions: readonly Prediction[], labels: readonly string[]): string {
  const header = [
    'file',
    'label',
    ...labels.map((label) => `p(${label})`),
    'unsure',
    'tokens',
    'truncated',
    'notes',
    'text',
  ]
  const rows = predictions.map((one) => {
    const { file, label, probs, abstained, tokens, truncated, text } = one
    return [file, label, ...probs, abstained, tokens, truncated, predictionNotes(one).join('; '), text]
  })
  return toCsv([header, ...rows])
}
