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
  /** What is learned from; with texts of the validation part, once that has chosen. */
  readonly training: readonly Example[]
  readonly validation: readonly Example[]
  readonly testing: readonly Example[]
  readonly labels: readonly string[]
  readonly signal: AbortSignal
}

/**
 * Logits [test texts, labels] of logistic regression on what the pretrained model makes of a text, each feature scaled to
 * mean 0 and deviation 1. C is that of the least validation loss, found without the validation texts; without any it is 1.
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function frozenLogits(options: FrozenOptions): Promise<Float32Array> {
  const { training, testing, labels } = options
  const withoutValidation = training.filter(({ split }) => split !== 'validation')
  const choosing = know(withoutValidation, options)
  const { c, weights: start } = await choose(choosing, options)
  const known = withoutValidation.length === training.length ? choosing : know(training, options)
  const weights = await fit(known, { c, start }, options)

  const logits = new Float32Array(testing.length * labels.length)
  for (let first = 0; first < testing.length; first += window) {
    const part = scaled(vectorsOf(testing.slice(first, first + window), options), known.scale)
    logits.set(logisticLogits(part, weights, labels.length), first * labels.length)
  }
  return logits
}

interface Choice {
  readonly c: number
  readonly weights: Float64Array
}

/** The C of the least validation loss, and the weights that it leads to. */
async function choose(known: Known, options: FrozenOptions): Promise<Choice> {
  const { validation, labels } = options
  if (validation.length === 0) return { c: 1, weights: await fit(known, { c: 1 }, options) }
  const judged = scaled(vectorsOf(validation, options), known.scale)
  const truth = truthOf(validation)
  let best: (Choice & { readonly loss: number }) | undefined
  for (const c of candidates) {
    const weights: Float64Array = await fit(known, { c, start: best?.weights }, options)
    const { loss } = computeMetrics(logisticLogits(judged, weights, labels.length), truth, labels)
    if (best !== undefined && loss >= best.loss) return best
    best = { c, weights, loss }
  }
  if (best === undefined) throw new Error('No C was tried.')
  return best
}

function fit(
  { matrix, truth }: Known,
  { c, start }: { readonly c: number; readonly start?: Float64Array | undefined },
  { labels, signal }: FrozenOptions,
): Promise<Float64Array> {
  return fitLogistic(matrix, truth, { c, labels: labels.length, start, signal })
}

/** Texts to learn from: their labels and their vectors, and how those were scaled. */
interface Known {
  readonly truth: readonly number[]
  readonly scale: Scale
  readonly matrix: DenseMatrix
}

function know(texts: readonly Example[], options: FrozenOptions): Known {
  const vectors = vectorsOf(texts, options)
  const scale = scaleOf(vectors, vectors.length / texts.length)
  return { truth: truthOf(texts), scale, matrix: scaled(vectors, scale) }
}

function vectorsOf(texts: readonly Example[], { features }: FrozenOptions): Float32Array {
  return features.vectors(texts.map(({ digest }) => digest))
}

function truthOf(texts: readonly Example[]): number[] {
  return texts.map(({ label }) => label)
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
