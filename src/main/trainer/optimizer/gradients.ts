import { tf } from '../backend/tf.ts'

export type Gradients = Record<string, tf.Tensor>

/** The square root of the sum of squares over all gradients, as a scalar. */
export function globalNorm(gradients: Gradients): tf.Scalar {
  return tf.tidy(() => tf.sqrt(tf.addN(Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient))))))
}

/** Scales all gradients so that their global norm is at most `limit`; PyTorch's clip_grad_norm_ with its 1e-6. */
export function clipByGlobalNorm(gradients: Gradients, norm: tf.Scalar, limit: number): Gradients {
  return tf.tidy(() => {
    const scale = tf.minimum(tf.div(limit, tf.add(norm, 1e-6)), 1)
    return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, scale)]))
  })
}
