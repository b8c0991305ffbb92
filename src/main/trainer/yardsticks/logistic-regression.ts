import { at } from '../../../shared/at.ts'
import { minimise } from './lbfgs.ts'
import type { Matrix } from './matrix.ts'

export interface FitOptions {
  /** scikit-learn's C: the larger, the less the weights are held down. */
  readonly c: number
  readonly labels: number
  /** Weights to begin at: those of another C. */
  readonly start?: Float64Array
  readonly signal: AbortSignal
}

/** Of the mean objective's gradient, as scikit-learn's; it ends there well before so many steps. */
const [tolerance, mostSteps] = [1e-4, 500]

/** Two labels need one score: that of the second, the first's being 0. */
const outputsOf = (labels: number): number => (labels === 2 ? 1 : labels)

/**
 * Multinomial logistic regression with an L2 penalty, as scikit-learn's LogisticRegression with the solver lbfgs: two
 * labels share one weight vector, the intercept is not penalised.
 * @param truth label index of each row, at least one
 * @returns [columns, outputs] weights and then [outputs] intercepts, outputs being 1 for two labels
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function fitLogistic(
  features: Matrix,
  truth: readonly number[],
  { c, labels, start, signal }: FitOptions,
): Promise<Float64Array> {
  const outputs = outputsOf(labels)
  const { rows, columns } = features
  const penalty = 1 / (c * rows)
  const penalised = columns * outputs
  const objective = (weights: Float64Array, gradient: Float64Array): number => {
    const residuals = scoresOf(features, weights, outputs)
    let value = toResiduals(residuals, truth, outputs) / rows
    gradient.fill(0)
    for (let i = 0; i < residuals.length; i++) {
      const residual = at(residuals, i) / rows
      residuals[i] = residual
      const intercept = penalised + (i % outputs)
      gradient[intercept] = at(gradient, intercept) + residual
    }
    features.addGradient(residuals, outputs, gradient)
    for (let i = 0; i < penalised; i++) {
      const weight = at(weights, i)
      value += (penalty / 2) * weight ** 2
      gradient[i] = at(gradient, i) + penalty * weight
    }
    return value
  }
  return minimise(objective, {
    start: start ?? new Float64Array(penalised + outputs),
    tolerance,
    mostSteps,
    signal,
  })
}

/** Logits, row-major [rows, labels]. */
export function logisticLogits(features: Matrix, weights: Float64Array, labels: number): Float32Array {
  const scores = scoresOf(features, weights, outputsOf(labels))
  if (labels !== 2) return Float32Array.from(scores)
  return Float32Array.from({ length: 2 * scores.length }, (_, i) => (i % 2 === 0 ? 0 : at(scores, (i - 1) / 2)))
}

function scoresOf(features: Matrix, weights: Float64Array, outputs: number): Float64Array {
  const intercepts = weights.subarray(weights.length - outputs)
  const scores = new Float64Array(features.rows * outputs)
  for (let row = 0; row < features.rows; row++) scores.set(intercepts, row * outputs)
  features.addScores(weights, outputs, scores)
  return scores
}

/** Turns scores into what they are wrong by, probability minus truth; returns the summed cross-entropy. */
function toResiduals(scores: Float64Array, truth: readonly number[], outputs: number): number {
  let loss = 0
  truth.forEach((label, row) => {
    if (outputs === 1) {
      const score = at(scores, row)
      // log(1 + exp(score)) without overflow.
      loss += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - label * score
      scores[row] = 1 / (1 + Math.exp(-score)) - label
      return
    }
    const one = scores.subarray(row * outputs, (row + 1) * outputs)
    const largest = one.reduce((most, score) => Math.max(most, score), -Infinity)
    loss -= at(one, label) - largest
    const total = one.reduce((sum, score) => sum + Math.exp(score - largest), 0)
    loss += Math.log(total)
    for (let k = 0; k < outputs; k++) {
      one[k] = Math.exp(at(one, k) - largest) / total - (k === label ? 1 : 0)
    }
  })
  return loss
}
