import { geluTanh, quickGelu, type Activation } from '../model/families/activation.ts'
import { tf } from '../backend/tf.ts'

/** A dense layer or a layer norm; a dense weight is [out, in] as in Hugging Face's files. */
export interface Parameters {
  readonly weight: tf.Tensor
  readonly bias: tf.Tensor
}

/** x [rows, in] to [rows, out] */
export function dense(x: tf.Tensor2D, { weight, bias }: Parameters): tf.Tensor2D {
  return tf.add(tf.matMul<tf.Tensor2D>(x, weight, false, true), bias)
}

/** Normalises the last dimension; any shape. */
export function layerNorm<T extends tf.Tensor>(x: T, { weight, bias }: Parameters, epsilon: number): T {
  const centred = tf.sub(x, tf.mean(x, -1, true))
  const variance = tf.mean(tf.square(centred), -1, true)
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), weight), bias)
}

/** The exact form, x Φ(x) (Hendrycks and Gimpel, 2016). */
export function gelu<T extends tf.Tensor>(x: T): T {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))
}

/** The form of the same paper that is near it: (1 + tanh(√(2/π) (x + 0.044715 x³))) x / 2. */
function geluByTanh<T extends tf.Tensor>(x: T): T {
  const { slope, cubic } = geluTanh
  const inner = tf.mul(x, tf.add(tf.mul(tf.square(x), slope * cubic), slope))
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1))
}

/** A model's activation, element by element. */
export const activate: Readonly<Record<Activation, <T extends tf.Tensor>(x: T) => T>> = {
  gelu,
  gelu_tanh: geluByTanh,
  quick_gelu: (x) => tf.mul(x, tf.sigmoid(tf.mul(x, quickGelu))),
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  relu: (x) => tf.relu(x),
}

/** Row 0 of every example: x [batch, tokens, dim] to [batch, dim]. */
export function firstToken(x: tf.Tensor3D): tf.Tensor2D {
  const [batch, , dim] = x.shape
  return tf.reshape(tf.slice(x, [0, 0, 0], [batch, 1, dim]), [batch, dim])
}
