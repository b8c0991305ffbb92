import type { MeasuredMetrics } from '../../../shared/figures.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { Happening, Phase } from '../../../shared/run-events.ts'
import type { Dataset, Example } from '../dataset/dataset.ts'
import type { FeatureReader } from '../features/feature-reader.ts'
import { tf } from '../backend/tf.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import { computeMetrics } from '../statistics/metrics.ts'
import type { MicroBatches } from './micro-batches.ts'
import type { Tail } from '../tail/tail.ts'
import { at } from '../../../shared/at.ts'

export interface EvaluationOptions {
  readonly recipe: Recipe
  readonly dataset: Dataset
  readonly features: FeatureReader
  readonly tail: Tail
  readonly microBatches: MicroBatches
  readonly signal: AbortSignal
}

/** What the present weights answer to some examples. */
export interface Measured {
  readonly metrics: MeasuredMetrics
  /** Row-major [examples, labels]. */
  readonly logits: Float32Array
}

/**
 * Evaluates the present weights on some examples, dropout off. Yields how far it is; returns null where the answers are
 * no numbers.
 * @throws LastlayerError `cancelled`
 */
export async function* evaluate(
  examples: readonly Example[],
  phase: Phase,
  options: EvaluationOptions,
): AsyncGenerator<Happening, Measured | null> {
  const { labels } = options.dataset.summary
  const logits = new Float32Array(examples.length * labels.length)
  for await (const done of fillLogits(logits, examples, options)) {
    await yieldToMessages(options.signal)
    yield { kind: 'progress', phase, done, total: examples.length, unit: 'texts' }
  }
  if (!logits.every(Number.isFinite)) return null
  const truth = examples.map(({ label }) => label)
  return { metrics: computeMetrics(logits, truth, labels), logits }
}

/** Writes the logits of each example to its place. Yields the number of examples done after each batch. */
async function* fillLogits(
  logits: Float32Array,
  examples: readonly Example[],
  { recipe, features, tail, microBatches }: EvaluationOptions,
): AsyncGenerator<number> {
  const labels = logits.length / examples.length
  // Neighbours of one length need no padding.
  const rows = examples.map(({ digest }) => features.rows(digest))
  const byLength = rows.map((_, i) => i).sort((a, b) => at(rows, a) - at(rows, b))
  const digestOf = (i: number): string => at(examples, i).digest
  const batches = Array.from({ length: Math.ceil(examples.length / recipe.batchSize) }, (_, i) =>
    byLength.slice(i * recipe.batchSize, (i + 1) * recipe.batchSize),
  )
  let done = 0
  for await (const [indices, ahead] of features.readAhead(batches, (indices) => indices.map(digestOf))) {
    microBatches.each(indices.length, ({ first, count }) => {
      const part = indices.slice(first, first + count)
      const inputs = features.read(part.map(digestOf), undefined, ahead)
      try {
        const values = tf.tidy(() => tail.logits(inputs).dataSync())
        part.forEach((index, row) => logits.set(values.subarray(row * labels, (row + 1) * labels), index * labels))
      } finally {
        tf.dispose([inputs.x, inputs.mask])
      }
    })
    yield (done += indices.length)
  }
}
