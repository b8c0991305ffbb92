import { tf } from '../backend/tf.ts'

export interface Attributions {
  /** Of each token, in logits. */
  readonly tokens: Float32Array
  /** What the function has at x over the baseline: the attributions add up to it, but for the error of the sum. */
  readonly difference: number
  readonly steps: number
}

const fewest = 16
const most = 256
/** Points in one batch. */
const atOnce = 16
/** How far the sum may be off, as a share of the difference. */
const tolerance = 0.01

/**
 * Integrated gradients (Sundararajan, Taly and Yan, 2017) of a function of a text's features, along the straight line from
 * a baseline to them: (x − b) · ∫ ∇f(b + α (x − b)) dα, by the midpoint rule, summed over each token's numbers. Steps are
 * doubled until the attributions add up to f(x) − f(b), or there are 256.
 * @param f from [points, tokens, dim] to [points]
 * @param x [1, tokens, dim], as is the baseline
 */
export async function integratedGradients(
  f: (x: tf.Tensor3D) => tf.Tensor1D,
  x: tf.Tensor3D,
  baseline: tf.Tensor3D,
): Promise<Attributions> {
  const ends = tf.tidy(() => f(tf.concat([baseline, x], 0)))
  const [from = 0, to = 0] = await ends.data()
  ends.dispose()
  const difference = to - from
  for (let steps = fewest; ; steps *= 2) {
    const tokens = await attribute(f, x, baseline, steps)
    const sum = tokens.reduce((sum, one) => sum + one, 0)
    if (Math.abs(sum - difference) <= tolerance * Math.abs(difference) || steps >= most) {
      return { tokens, difference, steps }
    }
  }
}

async function attribute(
  f: (x: tf.Tensor3D) => tf.Tensor1D,
  x: tf.Tensor3D,
  baseline: tf.Tensor3D,
  steps: number,
): Promise<Float32Array> {
  const [, tokens] = x.shape
  const sum = new Float64Array(tokens)
  for (let start = 0; start < steps; start += atOnce) {
    const points = Math.min(atOnce, steps - start)
    const part = tf.tidy(() => {
      const along = tf.tensor3d(
        Float32Array.from({ length: points }, (_, i) => (start + i + 0.5) / steps),
        [points, 1, 1],
      )
      const way = tf.sub(x, baseline)
      const gradient = tf.grad((at: tf.Tensor) => tf.sum(f(at as tf.Tensor3D)))
      const slopes = tf.sum(gradient(tf.add(baseline, tf.mul(along, way))), 0, true)
      return tf.sum<tf.Tensor1D>(tf.reshape(tf.mul(slopes, way), [tokens, -1]), 1)
    })
    const values = await part.data()
    part.dispose()
    values.forEach((value, i) => (sum[i] = (sum[i] ?? 0) + value / steps))
  }
  return Float32Array.from(sum)
}
