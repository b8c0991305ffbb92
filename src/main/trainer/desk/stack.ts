import { at } from '../../../shared/at.ts'
import { softmax } from '../statistics/metrics.ts'
import { minimise } from '../yardsticks/lbfgs.ts'

/**
 * One probability of several views: the softmax of their logits, each times a weight of its own, the weights being those
 * of the least cross-entropy on the labels and not negative (stacked generalisation, Wolpert 1992; Breiman 1996): a view
 * may know nothing, but not the opposite. It is as sure as the views are right.
 * @param views out-of-sample logits, each row-major [examples, labels]
 * @returns row-major [examples, labels]
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function stackViews(
  views: readonly Float32Array[],
  truth: readonly number[],
  labels: number,
  signal: AbortSignal,
): Promise<Float64Array> {
  const row = (view: Float32Array, i: number): Float32Array => view.subarray(i * labels, (i + 1) * labels)
  /** `powers` are the logarithms of the weights. */
  const probabilitiesOf = (powers: Float64Array, i: number): number[] => {
    const logits = new Float64Array(labels)
    views.forEach((view, v) =>
      row(view, i).forEach((logit, k) => (logits[k] = at(logits, k) + Math.exp(at(powers, v)) * logit)),
    )
    return softmax(logits)
  }
  const objective = (powers: Float64Array, gradient: Float64Array): number => {
    let loss = 0
    gradient.fill(0)
    truth.forEach((label, i) => {
      const probabilities = probabilitiesOf(powers, i)
      loss -= Math.log(Math.max(at(probabilities, label), Number.MIN_VALUE)) / truth.length
      views.forEach((view, v) => {
        const logits = row(view, i)
        const slope = probabilities.reduce((sum, p, k) => sum + p * at(logits, k), -at(logits, label))
        gradient[v] = at(gradient, v) + (Math.exp(at(powers, v)) * slope) / truth.length
      })
    })
    return loss
  }
  const start = new Float64Array(views.length).fill(-Math.log(views.length))
  const powers = await minimise(objective, { start, tolerance: 1e-5, mostSteps: 100, signal })
  return Float64Array.from(truth.flatMap((_, i) => probabilitiesOf(powers, i)))
}
