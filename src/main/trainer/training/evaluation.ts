import type { Recipe } from '../../../shared/recipe.ts'
import type { Example } from '../dataset/dataset.ts'
import type { FeatureReader } from '../features/feature-reader.ts'
import type { MicroBatches } from './micro-batches.ts'
import type { Tail } from './tail.ts'
import { tf } from '../backend/tf.ts'
import { at } from '../../../shared/at.ts'

export interface EvaluationOptions {
  readonly recipe: Recipe
  readonly features: FeatureReader
  readonly tail: Tail
  readonly microBatches: MicroBatches
  readonly labels: number
}

/**
 * Logits of examples with the present weights, dropout off. Yields the number of examples done after each batch.
 * Returns row-major [examples, labels], in the order given.
 */
export async function* computeLogits(
  examples: readonly Example[],
  { recipe, features, tail, microBatches, labels }: EvaluationOptions,
): AsyncGenerator<number, Float32Array> {
  const logits = new Float32Array(examples.length * labels)
  // Neighbours of one length need no padding.
  const byLength = examples
    .map((_, i) => i)
    .sort((a, b) => features.rows(at(examples, a).digest) - features.rows(at(examples, b).digest))
  for (let start = 0; start < byLength.length; start += recipe.batchSize) {
    const indices = byLength.slice(start, start + recipe.batchSize)
    microBatches.each(indices.length, ({ first, count }) => {
      const part = indices.slice(first, first + count)
      const inputs = features.read(part.map((i) => at(examples, i).digest))
      try {
        const values = tf.tidy(() => tail.logits(inputs).dataSync())
        part.forEach((index, row) => logits.set(values.subarray(row * labels, (row + 1) * labels), index * labels))
      } finally {
        tf.dispose([inputs.x, inputs.mask])
      }
    })
    yield start + indices.length
  }
  return logits
}
