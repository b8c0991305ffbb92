import { at } from '../../../shared/at.ts'

/** A few texts that are all answered rightly would have any confidence raised without end. */
const bounds = { least: 0.2, most: 10 }
const mostSteps = 100

/**
 * The temperature by which logits are to be divided so that their cross-entropy is least (Guo et al., 2017), from 0.2 to
 * 10. The cross-entropy is convex in its inverse: Newton's steps, halving where one leaves the bracket.
 * @param logits row-major [texts, labels], of at least one text
 * @param truth label index of each text
 */
export function fitTemperature(logits: Float32Array, truth: readonly number[], labels: number): number {
  let [low, high] = [1 / bounds.most, 1 / bounds.least]
  if (slopeAt(low, logits, truth, labels).slope >= 0) return bounds.most
  if (slopeAt(high, logits, truth, labels).slope <= 0) return bounds.least
  let inverse = 1
  for (let step = 0; step < mostSteps && high - low > 1e-9; step++) {
    const { slope, curvature } = slopeAt(inverse, logits, truth, labels)
    if (slope > 0) high = inverse
    else low = inverse
    const next = inverse - slope / curvature
    if (Math.abs(next - inverse) < 1e-9) break
    inverse = next > low && next < high ? next : (low + high) / 2
  }
  return 1 / inverse
}

/** First and second derivative of the mean cross-entropy by the inverse temperature. */
function slopeAt(
  inverse: number,
  logits: Float32Array,
  truth: readonly number[],
  labels: number,
): { slope: number; curvature: number } {
  let [slope, curvature] = [0, 0]
  truth.forEach((label, i) => {
    const start = i * labels
    let largest = -Infinity
    for (let j = start; j < start + labels; j++) largest = Math.max(largest, at(logits, j))
    let [weights, first, second] = [0, 0, 0]
    for (let j = start; j < start + labels; j++) {
      const below = at(logits, j) - largest
      const weight = Math.exp(inverse * below)
      weights += weight
      first += weight * below
      second += weight * below ** 2
    }
    const mean = first / weights
    slope += mean - (at(logits, start + label) - largest)
    curvature += second / weights - mean ** 2
  })
  return { slope: slope / truth.length, curvature: curvature / truth.length }
}
