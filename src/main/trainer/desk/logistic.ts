import { at } from '../../../shared/at.ts'
import { yieldToMessages } from '../yield-to-messages.ts'

/** A matrix of features, row-major [rows, dim]. */
export interface Features {
  readonly values: Float32Array
  readonly dim: number
}

/** A multinomial logistic regression: row-major [classes, dim + 1], the last column the intercept. */
export interface Logistic {
  readonly weights: Float64Array
  readonly classes: number
}

export interface FitOptions {
  readonly classes: number
  /** Of the squared weights, without the intercepts: half of it times their sum is added to the sum of the losses. */
  readonly penalty: number
  readonly signal: AbortSignal
}

const mostIterations = 500
const remembered = 10
/** Largest component of the gradient, a text, at which the fit has converged. */
const tolerance = 1e-6

/**
 * Fits a logistic regression to some rows until it has converged (L-BFGS, Nocedal and Wright, "Numerical Optimization",
 * algorithms 7.4 and 3.1), as scikit-learn's LogisticRegression with C = 1 / penalty.
 * @param rows places in the features; @param labels the class of every row of the features
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function fitLogistic(
  features: Features,
  labels: ArrayLike<number>,
  rows: readonly number[],
  { classes, penalty, signal }: FitOptions,
): Promise<Logistic> {
  const size = classes * (features.dim + 1)
  let weights = new Float64Array(size)
  let { loss, gradient } = lossOf(weights, features, labels, rows, classes, penalty)
  const history: { s: Float64Array; y: Float64Array; rho: number }[] = []
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    await yieldToMessages(signal)
    if (gradient.every((one) => Math.abs(one) <= tolerance * rows.length)) break
    const direction = descent(gradient, history)
    const slope = dot(direction, gradient)
    // The first step has no curvature to go by.
    let step = history.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1
    let next = moved(weights, direction, step)
    let reached = lossOf(next, features, labels, rows, classes, penalty)
    while (reached.loss > loss + 1e-4 * step * slope && step > 1e-12) {
      step /= 2
      next = moved(weights, direction, step)
      reached = lossOf(next, features, labels, rows, classes, penalty)
    }
    if (reached.loss >= loss) break
    const s = next.map((value, i) => value - at(weights, i))
    const y = reached.gradient.map((value, i) => value - at(gradient, i))
    const curvature = dot(s, y)
    if (curvature > 1e-12) history.push({ s, y, rho: 1 / curvature })
    if (history.length > remembered) history.shift()
    weights = next
    loss = reached.loss
    gradient = reached.gradient
  }
  return { weights, classes }
}

/** Probabilities of one row, by class. */
export function predictLogistic({ weights, classes }: Logistic, features: Features, row: number): Float64Array {
  const logits = logitsOf(weights, features, row, classes)
  const largest = Math.max(...logits)
  const exponentials = logits.map((logit) => Math.exp(logit - largest))
  const total = exponentials.reduce((sum, one) => sum + one, 0)
  return exponentials.map((one) => one / total)
}

function logitsOf(weights: Float64Array, { values, dim }: Features, row: number, classes: number): Float64Array {
  const logits = new Float64Array(classes)
  for (let k = 0; k < classes; k++) {
    const base = k * (dim + 1)
    let sum = at(weights, base + dim)
    for (let d = 0; d < dim; d++) sum += (weights[base + d] ?? 0) * (values[row * dim + d] ?? 0)
    logits[k] = sum
  }
  return logits
}

function lossOf(
  weights: Float64Array,
  features: Features,
  labels: ArrayLike<number>,
  rows: readonly number[],
  classes: number,
  penalty: number,
): { loss: number; gradient: Float64Array } {
  const { values, dim } = features
  const gradient = new Float64Array(weights.length)
  let loss = 0
  for (const row of rows) {
    const probabilities = predictLogistic({ weights, classes }, features, row)
    const label = at(labels, row)
    loss -= Math.log(Math.max(at(probabilities, label), Number.MIN_VALUE))
    for (let k = 0; k < classes; k++) {
      const error = at(probabilities, k) - (k === label ? 1 : 0)
      const base = k * (dim + 1)
      for (let d = 0; d < dim; d++) {
        gradient[base + d] = (gradient[base + d] ?? 0) + error * (values[row * dim + d] ?? 0)
      }
      gradient[base + dim] = at(gradient, base + dim) + error
    }
  }
  for (let k = 0; k < classes; k++) {
    for (let i = k * (dim + 1); i < k * (dim + 1) + dim; i++) {
      loss += 0.5 * penalty * at(weights, i) ** 2
      gradient[i] = at(gradient, i) + penalty * at(weights, i)
    }
  }
  return { loss, gradient }
}

/** The direction of the next step: the gradient, as the steps so far have curved it. */
function descent(
  gradient: Float64Array,
  history: readonly { readonly s: Float64Array; readonly y: Float64Array; readonly rho: number }[],
): Float64Array {
  const direction = gradient.map((one) => -one)
  const alphas = history.toReversed().map(({ s, y, rho }) => {
    const alpha = rho * dot(s, direction)
    addTo(direction, y, -alpha)
    return alpha
  })
  const last = history.at(-1)
  if (last !== undefined) {
    const scale = dot(last.s, last.y) / dot(last.y, last.y)
    for (let i = 0; i < direction.length; i++) direction[i] = scale * at(direction, i)
  }
  history.forEach(({ s, y, rho }, i) => {
    const beta = rho * dot(y, direction)
    addTo(direction, s, at(alphas, history.length - 1 - i) - beta)
  })
  return direction
}

function moved(from: Float64Array, direction: Float64Array, step: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(from, (value, i) => value + step * at(direction, i))
}

function addTo(target: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = at(target, i) + factor * at(other, i)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += at(a, i) * at(b, i)
  return sum
}
