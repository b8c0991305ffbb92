import { at } from '../../../shared/at.ts'
import type { SparseMatrix } from '../yardsticks/matrix.ts'
import type { Learner } from './out-of-sample.ts'
import { someRows } from './some-rows.ts'

/** What is added to the weight of each term in each label, lest one that it lacks rules the label out. */
const smoothing = 0.1

/**
 * Learns from the words of the texts by complement naive Bayes over TF-IDF (Rennie, Shih, Teevan and Karger, "Tackling the
 * Poor Assumptions of Naive Bayes Text Classifiers", 2003), without its scaling of weights: as scikit-learn's ComplementNB.
 * It counts where logistic regression weighs terms against each other, and is led astray by a wrong label differently.
 * @param truth label index of each row of `features`
 */
export function bayesLearner(features: SparseMatrix, truth: readonly number[], labels: number): Learner {
  return (without, within) => {
    const taught = without.map((i) => at(truth, i))
    const weights = fit(someRows(features, without), taught, labels)
    const scores = new Float64Array(within.length * labels)
    someRows(features, within).addScores(weights, labels, scores)
    return Promise.resolve(Float32Array.from(scores))
  }
}

/** How much each term speaks for each label by its rarity in all others: [columns, labels], in nats. */
function fit(features: SparseMatrix, truth: readonly number[], labels: number): Float64Array {
  const memberships = new Float64Array(truth.length * labels)
  truth.forEach((label, row) => (memberships[row * labels + label] = 1))
  const weights = new Float64Array(features.columns * labels)
  features.addGradient(memberships, labels, weights)
  const sums = new Float64Array(labels)
  for (let first = 0; first < weights.length; first += labels) {
    const own = weights.subarray(first, first + labels)
    const total = own.reduce((sum, value) => sum + value, 0)
    for (let k = 0; k < labels; k++) {
      const others = smoothing + total - at(own, k)
      sums[k] = at(sums, k) + others
      own[k] = -Math.log(others)
    }
  }
  for (let i = 0; i < weights.length; i++) weights[i] = at(weights, i) + Math.log(at(sums, i % labels))
  return weights
}
