import { at } from '../../../shared/at.ts'
import type { Example } from '../dataset/dataset.ts'
import type { FeatureReader } from '../features/feature-reader.ts'
import { computeMetrics } from '../statistics/metrics.ts'
import { fitLogistic, logisticLogits } from './logistic-regression.ts'
import { DenseMatrix } from './matrix.ts'

/** What is tried, until the validation loss rises; each begins where the one before ended. */
const candidates = [0.001, 0.01, 0.1, 1]

/** Test texts whose features are in memory at a time. */
const window = 4096

export interface FrozenOptions {
  /** Holds the vector of each text's first token: the features of K = 0. */
  readonly features: Pick<FeatureReader, 'vectors'>
  readonly training: readonly Example[]
  readonly validation: readonly Example[]
  readonly testing: readonly Example[]
  readonly labels: readonly string[]
  readonly signal: AbortSignal
}

/**
 * Logits [test texts, labels] of logistic regression on what the pretrained model makes of a text, each feature scaled to
 * mean 0 and deviation 1. C is that of the least validation loss; without a validation part it is 1.
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function frozenLogits(options: FrozenOptions): Promise<Float32Array> {
  const { features, training, validation, testing, labels, signal } = options
  const vectors = (examples: readonly Example[]) => features.vectors(examples.map(({ digest }) => digest))
  const truthOf = (examples: readonly Example[]) => examples.map(({ label }) => label)
  const known = vectors(training)
  const scale = scaleOf(known, known.length / training.length)
  const matrix = scaled(known, scale)
  const judged = validation.length > 0 ? scaled(vectors(validation), scale) : null

  let best: { loss: number; weights: Float64Array } | null = null
  let start: Float64Array | undefined
  for (const c of judged === null ? [1] : candidates) {
    const fitted = await fitLogistic(matrix, truthOf(training), { c, labels: labels.length, start, signal })
    start = fitted
    const loss =
      judged === null
        ? 0
        : computeMetrics(logisticLogits(judged, fitted, labels.length), truthOf(validation), labels).loss
    if (best !== null && loss >= best.loss) break
    best = { loss, weights: fitted }
  }

  const logits = new Float32Array(testing.length * labels.length)
  for (let first = 0; first < testing.length && best !== null; first += window) {
    const part = scaled(vectors(testing.slice(first, first + window)), scale)
    logits.set(logisticLogits(part, best.weights, labels.length), first * labels.length)
  }
  return logits
}

interface Scale {
  readonly means: Float64Array
  /** 1 where a feature is the same for every text. */
  readonly deviations: Float64Array
}

/** @param values row-major [texts, columns], of at least one text */
function scaleOf(values: Float32Array, columns: number): Scale {
  const rows = values.length / columns
  const means = new Float64Array(columns)
  values.forEach((value, i) => (means[i % columns] = at(means, i % columns) + value / rows))
  const variances = new Float64Array(columns)
  values.forEach((value, i) => {
    variances[i % columns] = at(variances, i % columns) + (value - at(means, i % columns)) ** 2 / rows
  })
  return { means, deviations: variances.map((variance) => (variance > 1e-12 ? Math.sqrt(variance) : 1)) }
}

/** Scales in place. */
function scaled(values: Float32Array, { means, deviations }: Scale): DenseMatrix {
  const columns = means.length
  for (let i = 0; i < values.length; i++) {
    values[i] = (at(values, i) - at(means, i % columns)) / at(deviations, i % columns)
  }
  return new DenseMatrix(columns, values)
}
