import type { DatasetSummary } from '../../../shared/dataset-summary.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { tf } from '../backend/tf.ts'
import type { Dropout } from '../network/dropout.ts'
import type { Gradients } from '../optimizer/gradients.ts'
import type { FeatureBatch } from '../features/feature-reader.ts'
import type { Tail } from '../tail/tail.ts'
import { at } from '../../../shared/at.ts'

/** What a text counts in the loss. */
export interface LossOptions {
  /** By label; null where all count alike. */
  readonly weights: readonly number[] | null
  /** Gamma of the focal loss; 0 for plain cross-entropy. */
  readonly focal: number
}

export const plainLoss: LossOptions = { weights: null, focal: 0 }

/**
 * How a recipe counts the texts of each label. Balanced weights are n / (labels * n of the label), scikit-learn's
 * compute_class_weight: their mean over the training texts is 1, so that the learning rate means what it meant.
 */
export function lossOptions(
  { classWeights, labelWeights, focal }: Pick<Recipe, 'classWeights' | 'labelWeights' | 'focal'>,
  { labels, counts }: Pick<DatasetSummary, 'labels' | 'counts'>,
): LossOptions {
  if (classWeights === 'none' && labelWeights.length === 0) return { weights: null, focal }
  const total = counts.train.reduce((sum, count) => sum + count, 0)
  const weights = labels.map((label, i) => {
    const byHand = labelWeights.find((one) => one.label === label)?.weight ?? 1
    const share = classWeights === 'balanced' ? total / (labels.length * Math.max(1, at(counts.train, i))) : 1
    return byHand * share
  })
  return { weights, focal }
}

/**
 * Mean over the batch of weight * (1 - p)^gamma * -log p, in nats, p being the probability of the true label: with
 * gamma 0 and no weights the cross-entropy, else the focal loss (Lin et al., 2017).
 * logits [batch, labels], truth: label index of each row.
 */
export function crossEntropy(
  logits: tf.Tensor2D,
  truth: readonly number[],
  { weights, focal }: LossOptions = plainLoss,
): tf.Scalar {
  const hot = tf.cast(tf.oneHot(tf.tensor1d([...truth], 'int32'), logits.shape[1]), 'float32')
  const logs = tf.mul(tf.logSoftmax(logits), hot) // (batch, labels), 0 but at the truth
  if (weights === null && focal === 0) return tf.neg(tf.div(tf.sum(logs), truth.length))
  const own = tf.sum(logs, 1)
  const weight = tf.tensor1d(truth.map((label) => weights?.[label] ?? 1))
  const doubt = focal === 0 ? 1 : tf.pow(tf.maximum(tf.sub(1, tf.exp(own)), 1e-7), focal)
  return tf.neg(tf.div(tf.sum(tf.mul(tf.mul(own, weight), doubt)), truth.length))
}

/** The loss on one batch and its gradient by every trainable tensor that it depends on. The caller disposes of both. */
export function lossAndGradients(
  tail: Tail,
  batch: FeatureBatch,
  truth: readonly number[],
  dropout: Pick<Dropout, 'apply'>,
  options: LossOptions = plainLoss,
): { loss: tf.Scalar; gradients: Gradients } {
  const names = new Map([...tail.variables].map(([name, variable]) => [variable.name, name]))
  const { value, grads } = tf.variableGrads(
    () => crossEntropy(tail.logits(batch, dropout), truth, options),
    [...tail.variables.values()],
  )
  const gradients: Gradients = {}
  for (const [variable, gradient] of Object.entries(grads)) {
    const name = names.get(variable)
    if (name !== undefined && gradient !== null) gradients[name] = gradient
  }
  return { loss: value, gradients }
}
