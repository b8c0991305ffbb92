import type { Prediction } from '../../shared/contract.ts'
import { toCsv } from '../../shared/csv.ts'
import type { RejectedRow } from '../../shared/dataset-summary.ts'
import { isUnsure } from './unsure.ts'
import { predictionNotes } from './prediction-notes.ts'

/** Predictions as a table: one row a text, one column of probability a label, by class index. Files without an answer come last, with the reason among the notes. */
export function predictionsToCsv(
  predictions: readonly Prediction[],
  labels: readonly string[],
  rejected: readonly RejectedRow[] = [],
): string {
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
    const { file, label, probs, tokens, truncated, text } = one
    return [file, label, ...probs, isUnsure(one), tokens, truncated, predictionNotes(one).join('; '), text]
  })
  const left = rejected.map(({ file, reason }) => [
    file,
    null,
    ...labels.map(() => null),
    null,
    null,
    null,
    reason,
    null,
  ])
  return toCsv([header, ...rows, ...left])
}
