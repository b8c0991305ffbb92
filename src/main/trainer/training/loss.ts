import { tf } from '../backend/tf.ts'
import type { Dropout } from '../network/dropout.ts'
import type { Gradients } from './gradients.ts'
import type { FeatureBatch } from '../features/feature-reader.ts'
import type { Tail } from './tail.ts'

/** Mean cross-entropy in nats. logits [batch, labels], truth: label index of each row. */
export function crossEntropy(logits: tf.Tensor2D, truth: readonly number[]): tf.Scalar {
  const hot = tf.oneHot(tf.tensor1d([...truth], 'int32'), logits.shape[1])
  return tf.neg(tf.div(tf.sum(tf.mul(tf.logSoftmax(logits), tf.cast(hot, 'float32'))), truth.length))
}

/** The loss on one batch and its gradient by every trainable tensor that it depends on. The caller disposes of both. */
export function lossAndGradients(
  tail: Tail,
  batch: FeatureBatch,
  truth: readonly number[],
  dropout: Pick<Dropout, 'apply'>,
): { loss: tf.Scalar; gradients: Gradients } {
  const names = new Map([...tail.variables].map(([name, variable]) => [variable.name, name]))
  const { value, grads } = tf.variableGrads(
    () => crossEntropy(tail.logits(batch, dropout), truth),
    [...tail.variables.values()],
  )
  const gradients: Gradients = {}
  for (const [variable, gradient] of Object.entries(grads)) {
    const name = names.get(variable)
    if (name !== undefined && gradient !== null) gradients[name] = gradient
  }
  return { loss: value, gradients }
}
