import type { DoctorReport } from '../../../shared/doctor-report.ts'
import { forward, gradientAt, shapes, type Weights } from './self-check-reference.ts'
import { normal, streamKey } from '../random.ts'
import { gelu, layerNorm } from '../network/layers.ts'
import { tf } from '../backend/tf.ts'
import { at } from '../../../shared/at.ts'

/**
 * The largest difference that passes, relative to the largest number of its array. Single precision stays below 1e-5,
 * the ten-bit mantissas that newer GPUs use in matrix products below 1e-3; a wrong kernel is far above.
 */
const tolerance = 1e-3

const [rows, width, hidden, labels] = shapes
const product = 1024

/**
 * A matrix product, layer norm, exact GELU, softmax and a gradient on the present backend, against plain JavaScript in
 * double precision. Takes a fraction of a second.
 */
export async function checkBackend(layers = { gelu, layerNorm }): Promise<DoctorReport['check']> {
  const draw = (stream: number, count: number, mean = 0): Float32Array =>
    normal(streamKey('selfCheck', 0, stream), count, 1).map((value) => mean + value)
  const weights: Weights = {
    x: draw(1, rows * width),
    first: draw(2, width * hidden),
    scale: draw(3, hidden, 1),
    shift: draw(4, hidden),
    second: draw(5, hidden * labels).map((value) => value / 4),
  }
  const actual = await run(weights, layers)
  const expected = forward(weights)
  // Every 97th weight of the first matrix: they touch all rows and columns of its gradient.
  const sampled = Array.from({ length: 32 }, (_, i) => (97 * i) % weights.first.length)
  const differences = [
    ...(['product', 'normed', 'active', 'probs'] as const).map((name) => difference(actual[name], expected[name])),
    difference(
      sampled.map((i) => at(actual.gradient, i)),
      sampled.map((i) => gradientAt(weights, i)),
    ),
  ]
  const largest = Math.max(...differences)
  return { ok: largest < tolerance, maxDifference: Number.isFinite(largest) ? largest : null }
}

/** GFLOP/s of a product of two large matrices: the best of those that fit into a second. */
export async function measureRate(): Promise<number> {
  const a = tf.randomNormal<tf.Rank.R2>([product, product])
  const multiply = async (): Promise<void> => {
    const corner = tf.tidy(() => tf.slice(tf.matMul(a, a), [0, 0], [1, 1]))
    await corner.data() // waits for the device without copying the whole product
    corner.dispose()
  }
  await multiply() // the first call also prepares
  let best = Infinity
  const startedAt = performance.now()
  while (best === Infinity || performance.now() - startedAt < 1000) {
    const before = performance.now()
    await multiply()
    best = Math.min(best, performance.now() - before)
  }
  a.dispose()
  return (2 * product ** 3) / (best * 1e6)
}

/** The same as the reference's `forward`, and the gradient of its loss, on the backend. */
async function run(weights: Weights, layers: { gelu: typeof gelu; layerNorm: typeof layerNorm }) {
  const x = tf.tensor2d(weights.x, [rows, width])
  const second = tf.tensor2d(weights.second, [hidden, labels])
  const norm = { weight: tf.tensor1d(weights.scale), bias: tf.tensor1d(weights.shift) }
  const first = tf.tensor2d(weights.first, [width, hidden])
  const parts = (matrix: tf.Tensor2D) => {
    const product = tf.matMul(x, matrix)
    const normed = layers.layerNorm(product, norm, 1e-12)
    const active = layers.gelu(normed)
    return { product, normed, active, logits: tf.matMul<tf.Tensor2D>(active, second) }
  }
  const { logits, ...seen } = tf.tidy(() => parts(first))
  const probs = tf.softmax(logits)
  // Label 0 is the truth of every row.
  const gradient = tf.grad((matrix) => {
    const log = tf.logSoftmax(parts(matrix as tf.Tensor2D).logits)
    return tf.neg(tf.sum(tf.slice(log, [0, 0], [rows, 1])))
  })(first)
  const tensors = { ...seen, probs, gradient }
  const values = await Promise.all(Object.entries(tensors).map(async ([name, tensor]) => [name, await tensor.data()]))
  tf.dispose([x, second, first, norm, logits, tensors])
  return Object.fromEntries(values) as Record<keyof typeof tensors, Float32Array>
}

function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [largest, scale] = [0, 0]
  for (let i = 0; i < expected.length; i++) {
    // Math.max keeps what is not a number.
    largest = Math.max(largest, Math.abs(at(actual, i) - at(expected, i)))
    scale = Math.max(scale, Math.abs(at(expected, i)))
  }
  return largest / scale
}
