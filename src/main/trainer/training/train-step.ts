import type { Recipe } from '../../../shared/recipe.ts'
import type { Example } from '../dataset/dataset.ts'
import type { FeatureReader, ReadFeatures } from '../features/feature-reader.ts'
import type { MicroBatches } from './micro-batches.ts'
import type { AdamW } from '../optimizer/adamw.ts'
import { Dropout } from '../network/dropout.ts'
import { clipScale, globalNorm, type Gradients } from '../optimizer/gradients.ts'
import { lossAndGradients, type LossOptions } from './loss.ts'
import type { Tail } from '../tail/tail.ts'
import { tf } from '../backend/tf.ts'
import { at } from '../../../shared/at.ts'

export interface StepOptions {
  readonly recipe: Recipe
  readonly features: FeatureReader
  readonly tail: Tail
  readonly optimizer: AdamW
  readonly microBatches: MicroBatches
  readonly loss: LossOptions
}

/**
 * Forward, backward, clip, update, on one batch. Nothing but the variables and moments outlives it.
 * Returns the mean loss of the batch, in nats, and the norm of its gradient before clipping.
 */
export async function trainStep(
  batch: readonly Example[],
  ahead: ReadFeatures,
  learningRate: number,
  options: StepOptions,
): Promise<{ loss: number; gradientNorm: number }> {
  const { recipe, optimizer } = options
  const { loss, gradients } = batchGradients(batch, ahead, options)
  const gradientNorm = globalNorm(gradients)
  optimizer.apply(gradients, learningRate, clipScale(gradientNorm, recipe.clipNorm))
  const losses = await loss.data()
  tf.dispose([loss, gradients])
  return { loss: at(losses, 0), gradientNorm }
}

interface Sum {
  readonly loss: tf.Scalar
  readonly gradients: Gradients
}

/** The loss of a batch and its gradients, accumulated over slices that fit into memory: the same for any slices. */
function batchGradients(
  batch: readonly Example[],
  ahead: ReadFeatures,
  { recipe, features, tail, optimizer, microBatches, loss }: StepOptions,
): Sum {
  const tokens = features.longest(batch.map(({ digest }) => digest))
  let sum: Sum | null = null
  microBatches.each(batch.length, (slice) => {
    const part = batch.slice(slice.first, slice.first + slice.count)
    const inputs = features.read(
      part.map(({ digest }) => digest),
      tokens,
      ahead,
    )
    try {
      const truth = part.map(({ label }) => label)
      const dropout = new Dropout(recipe.seed, optimizer.step, slice)
      sum = addShare(sum, lossAndGradients(tail, inputs, truth, dropout, loss), slice.count / batch.length)
    } finally {
      tf.dispose([inputs.x, inputs.mask])
    }
  })
  if (sum === null) throw new Error('A batch has no examples.')
  return sum
}

/** sum + share * part; disposes of both. */
function addShare(sum: Sum | null, part: Sum, share: number): Sum {
  if (sum === null && share === 1) return part
  const added = tf.tidy(() => {
    const add = <T extends tf.Tensor>(total: T | undefined, value: T): T => {
      const weighted = tf.mul<T>(value, share)
      return total === undefined ? weighted : tf.add<T>(total, weighted)
    }
    const gradients = Object.entries(part.gradients).map(([name, value]) => [name, add(sum?.gradients[name], value)])
    return { loss: add(sum?.loss, part.loss), gradients: Object.fromEntries(gradients) as Gradients }
  })
  tf.dispose([part.loss, part.gradients, sum?.loss, sum?.gradients])
  return added
}
