import type { MeasuredMetrics } from '../../../shared/figures.ts'
import { at } from '../../../shared/at.ts'

/** A share that is 0 where there is nothing to share, as scikit-learn's zero_division=0. */
function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

function mean(values: readonly number[]): number {
  return ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  )
}

/** log Σ exp, without overflow. */
function logSumExp(values: ArrayLike<number>): number {
  const largest = Math.max(...Array.from(values))
  return largest + Math.log(Array.from(values).reduce((sum, value) => sum + Math.exp(value - largest), 0))
}

/** Probabilities of one row of logits. */
export function softmax(logits: ArrayLike<number>): number[] {
  const total = logSumExp(logits)
  return Array.from(logits, (logit) => Math.exp(logit - total))
}

/** Index of the largest value; the first of equals. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (at(values, i) > at(values, best)) best = i
  return best
}

/**
 * Area under the ROC curve: the chance that a positive example scores above a negative one, ties counting half
 * (Mann and Whitney, 1947). NaN-free: null where one of the two is missing.
 */
export function rocAuc(scores: readonly number[], isPositive: readonly boolean[]): number | null {
  const order = scores.map((_, i) => i).sort((a, b) => at(scores, a) - at(scores, b))
  const positives = isPositive.filter(Boolean).length
  const negatives = scores.length - positives
  if (positives === 0 || negatives === 0) return null
  let rankSum = 0
  for (let start = 0; start < order.length;) {
    let end = start + 1
    while (end < order.length && scores[at(order, end)] === scores[at(order, start)]) end++
    const rank = (start + end + 1) / 2
    for (let i = start; i < end; i++) if (isPositive[at(order, i)]) rankSum += rank
    start = end
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/**
 * All figures of an evaluation, in float64, as scikit-learn has them with zero_division=0. Where it would give a number
 * that says nothing there is none: recall and F1 of a label that no text has, and, if all texts have one label,
 * everything that depends on texts of another. Macro means are of the labels that a text has or was given.
 * @param logits row-major [examples, labels]
 * @param truth label index of each example
 */
export function computeMetrics(
  logits: Float32Array,
  truth: readonly number[],
  labels: readonly string[],
): MeasuredMetrics {
  const confusion = labels.map(() => labels.map(() => 0))
  const scores: number[] = []
  let loss = 0
  truth.forEach((label, i) => {
    const row = logits.subarray(i * labels.length, (i + 1) * labels.length)
    loss += logSumExp(row) - at(row, label)
    const predictions = at(confusion, label)
    const said = argMax(row)
    predictions[said] = at(predictions, said) + 1
    if (labels.length === 2) scores.push(at(row, 1) - at(row, 0))
  })
  const hasOthers = new Set(truth).size > 1
  const counts = labels.map((label, i) => ({
    label,
    hits: at(at(confusion, i), i),
    support: at(confusion, i).reduce((sum, count) => sum + count, 0),
    predicted: confusion.reduce((sum, row) => sum + at(row, i), 0),
  }))
  const perClass = counts.map(({ label, hits, support, predicted }) => {
    const isMet = support + predicted > 0
    return {
      label,
      precision: hasOthers && isMet ? ratio(hits, predicted) : null,
      recall: support > 0 ? ratio(hits, support) : null,
      f1: hasOthers && isMet ? ratio(2 * hits, support + predicted) : null,
      support,
    }
  })
  const met = perClass.filter((_, i) => at(counts, i).support + at(counts, i).predicted > 0)
  const macro = (key: 'precision' | 'recall' | 'f1') => (hasOthers ? mean(met.map((one) => one[key] ?? 0)) : null)
  const macroF1 = macro('f1')
  const { precision, recall, f1 } =
    labels.length === 2 ? at(perClass, 1) : { precision: macro('precision'), recall: macro('recall'), f1: macroF1 }
  return {
    examples: truth.length,
    loss: ratio(loss, truth.length),
    accuracy: ratio(
      counts.reduce((sum, { hits }) => sum + hits, 0),
      truth.length,
    ),
    precision,
    recall,
    f1,
    macroF1,
    rocAuc:
      labels.length === 2
        ? rocAuc(
            scores,
            truth.map((label) => label === 1),
          )
        : null,
    perClass,
    confusion,
  }
}
