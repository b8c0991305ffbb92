import type { Prediction } from '../../shared/contract.ts'
import { toCsv } from '../../shared/csv.ts'
import { reasonOf, type LeftOut } from './left-out.ts'
import { isUnsure } from './unsure.ts'
import { predictionNotes } from './prediction-notes.ts'
import { t } from '../words/words.svelte.ts'

/** Predictions as a table: one row a text, one column of probability a label, by class index. Files without an answer come last, with the reason among the notes. */
export function predictionsToCsv(
  predictions: readonly Prediction[],
  labels: readonly string[],
  rejected: readonly LeftOut[] = [],
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
    return [
      file,
      label,
      ...probs,
      isUnsure(one),
      tokens,
      truncated,
      predictionNotes(one).join(t('pad.notes.separator')),
      text,
    ]
  })
  const left = rejected.map((one) => [one.file, null, ...labels.map(() => null), null, null, null, reasonOf(one), null])
  return toCsv([header, ...rows, ...left])
}
