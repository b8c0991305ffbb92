import { at } from '../../../shared/at.ts'
import { yieldToMessages } from '../yield-to-messages.ts'

/** Value at a point, whose gradient it writes. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number

interface MinimiseOptions {
  readonly start: Float64Array
  /** The largest part of the gradient at which it ends. */
  readonly tolerance: number
  readonly mostSteps: number
  readonly signal: AbortSignal
}

interface Pair {
  readonly step: Float64Array
  readonly change: Float64Array
  /** 1 / (step · change) */
  readonly scale: number
}

const memory = 8
const mostTrials = 30
/** Of the expected fall, what is enough; of the slope, what may be left (weak Wolfe conditions). */
const [enoughFall, enoughSlope] = [1e-4, 0.9]

/**
 * The minimum of a smooth convex function, by L-BFGS (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5)
 * with a search along each direction that halves and doubles (Lewis and Overton, 2013).
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function minimise(
  objective: Objective,
  { start, tolerance, mostSteps, signal }: MinimiseOptions,
): Promise<Float64Array> {
  let point = start.slice()
  let gradient = new Float64Array(start.length)
  let value = objective(point, gradient)
  const pairs: Pair[] = []
  for (let step = 0; step < mostSteps && largest(gradient) > tolerance; step++) {
    const direction = descent(gradient, pairs)
    const slope = dot(direction, gradient)
    let [low, high, length] = [0, Infinity, pairs.length === 0 ? 1 / Math.sqrt(-slope) : 1]
    const next = new Float64Array(start.length)
    const nextGradient = new Float64Array(start.length)
    let nextValue = value
    for (let trial = 0; trial < mostTrials; trial++) {
      await yieldToMessages(signal)
      for (let i = 0; i < next.length; i++) next[i] = (point[i] ?? 0) + length * (direction[i] ?? 0)
      nextValue = objective(next, nextGradient)
      if (!(nextValue <= value + enoughFall * length * slope)) high = length
      else if (dot(direction, nextGradient) < enoughSlope * slope) low = length
      else break
      length = high === Infinity ? 2 * low : (low + high) / 2
    }
    // Rounding leaves no more to gain.
    if (!(nextValue < value)) break
    remember(pairs, difference(next, point), difference(nextGradient, gradient))
    ;[point, gradient, value] = [next, nextGradient, nextValue]
  }
  return point
}

function remember(pairs: Pair[], step: Float64Array, change: Float64Array): void {
  const curvature = dot(step, change)
  if (curvature <= 0) return
  pairs.push({ step, change, scale: 1 / curvature })
  if (pairs.length > memory) pairs.shift()
}

/** The direction -H gradient, H the inverse Hessian that the pairs tell of. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((value) => -value)
  const newestFirst = [...pairs].reverse()
  const weights = newestFirst.map(({ step, change, scale }) => {
    const weight = scale * dot(step, direction)
    addTo(direction, -weight, change)
    return weight
  })
  const newest = pairs.at(-1)
  if (newest) {
    const size = 1 / (newest.scale * dot(newest.change, newest.change))
    for (let i = 0; i < direction.length; i++) direction[i] = at(direction, i) * size
  }
  for (const [i, { step, change, scale }] of [...newestFirst.entries()].reverse()) {
    addTo(direction, at(weights, i) - scale * dot(change, direction), step)
  }
  return direction
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

function addTo(target: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (vector[i] ?? 0)
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] ?? 0))
}

function largest(vector: Float64Array): number {
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
