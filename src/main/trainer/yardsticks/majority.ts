import { at } from '../../../shared/at.ts'

/** Logits [rows, labels] that are the same for every text: the logarithms of how common the labels are in training. */
export function majorityLogits(training: readonly number[], rows: number, labels: number): Float32Array {
  // Half a text for a label without one, whose logarithm would be no number.
  const counts = new Array<number>(labels).fill(0.5)
  for (const label of training) counts[label] = Math.floor(at(counts, label)) + 1
  const shares = counts.map((count) => Math.log(count / training.length))
  return Float32Array.from({ length: rows * labels }, (_, i) => at(shares, i % labels))
}
