import { at } from '../../../shared/at.ts'

/** Probabilities are compared as cleanlab compares them: what is equal but for rounding is equal. */
const rounding = 1e-6

/** What confident learning says of labelled examples. */
export interface LabelErrors {
  /** For each class the mean probability that its own examples give to it; Infinity where it has none. */
  readonly thresholds: readonly number[]
  /** counts[given label][confident class]; an example that no class is confident of is in none. */
  readonly confidentJoint: readonly (readonly number[])[]
  /** Places of the probable label errors, the likeliest first. */
  readonly suspects: readonly number[]
}

/**
 * Confident learning (Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", 2021):
 * the probable label errors are off the diagonal of the confident joint and have a likelier class than the given one, and
 * come in the order of their margin. Equal to cleanlab's filter by `confident_learning`, ranked by `normalized_margin`.
 * @param probabilities row-major [examples, classes], out of sample: by a model that has not seen the example
 * @param labels the given class of each example
 */
export function findLabelErrors(probabilities: Float64Array, labels: ArrayLike<number>, classes: number): LabelErrors {
  const row = (i: number): Float64Array => probabilities.subarray(i * classes, (i + 1) * classes)
  const thresholds = thresholdsOf(row, labels, classes)
  const confidentJoint = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  const found: { place: number; margin: number }[] = []
  for (let i = 0; i < labels.length; i++) {
    const given = at(labels, i)
    const confident = confidentClass(row(i), thresholds)
    if (confident === null) continue
    const counts = at(confidentJoint, given)
    counts[confident] = at(counts, confident) + 1
    const margin = marginOf(row(i), given)
    if (confident !== given && !isLikeliest(row(i), given)) found.push({ place: i, margin })
  }
  found.sort((a, b) => a.margin - b.margin || a.place - b.place)
  return { thresholds, confidentJoint, suspects: found.map(({ place }) => place) }
}

/** By how much a class is likelier than the likeliest other one: from -1 to 1. */
export function marginOf(probabilities: ArrayLike<number>, given: number): number {
  let other = 0
  for (let k = 0; k < probabilities.length; k++) if (k !== given) other = Math.max(other, at(probabilities, k))
  return at(probabilities, given) - other
}

function thresholdsOf(row: (i: number) => Float64Array, labels: ArrayLike<number>, classes: number): number[] {
  const sums = new Float64Array(classes)
  const counts = new Float64Array(classes)
  for (let i = 0; i < labels.length; i++) {
    const given = at(labels, i)
    sums[given] = at(sums, given) + at(row(i), given)
    counts[given] = at(counts, given) + 1
  }
  return Array.from(sums, (sum, k) => (at(counts, k) === 0 ? Infinity : sum / at(counts, k)))
}

/** The class whose threshold is reached, the likeliest of several; null if none is. */
function confidentClass(probabilities: Float64Array, thresholds: readonly number[]): number | null {
  let best: number | null = null
  for (let k = 0; k < thresholds.length; k++) {
    if (at(probabilities, k) < at(thresholds, k) - rounding) continue
    if (best === null || at(probabilities, k) > at(probabilities, best)) best = k
  }
  return best
}

function isLikeliest(probabilities: Float64Array, given: number): boolean {
  for (let k = 0; k < probabilities.length; k++) {
    const [one, other] = [at(probabilities, k), at(probabilities, given)]
    if (one > other || (one === other && k < given)) return false
  }
  return true
}
