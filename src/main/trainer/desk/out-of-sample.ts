import { at } from '../../../shared/at.ts'
import { permutation, streamKey } from '../random.ts'
import { fitLogistic, predictLogistic, type Features } from './logistic.ts'

export const folds = 5

export interface Scored {
  /** Index of the class. */
  readonly label: number
  /** Examples of one digest have one text, and are in one fold. */
  readonly digest: string
}

export interface ScoreOptions {
  readonly classes: number
  readonly penalty: number
  readonly seed: number
  readonly signal: AbortSignal
  /** Gets the number of folds that are done. */
  readonly onFold: (done: number) => void
}

/**
 * The probabilities that a logistic regression gives to each example which was fitted without it: stratified k-fold.
 * Features are brought to mean 0 and deviation 1 first.
 * @returns row-major [examples, classes]
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function outOfSample(
  examples: readonly Scored[],
  features: Features,
  { classes, penalty, seed, signal, onFold }: ScoreOptions,
): Promise<Float64Array> {
  const standard = standardized(features, examples.length)
  const foldOf = drawFolds(examples, seed)
  const labels = examples.map(({ label }) => label)
  const probabilities = new Float64Array(examples.length * classes)
  for (let fold = 0; fold < folds; fold++) {
    onFold(fold)
    const rows = examples.flatMap((_, i) => (foldOf[i] === fold ? [] : [i]))
    const model = await fitLogistic(standard, labels, rows, { classes, penalty, signal })
    for (let i = 0; i < examples.length; i++) {
      if (foldOf[i] === fold) probabilities.set(predictLogistic(model, standard, i), i * classes)
    }
  }
  onFold(folds)
  return probabilities
}

/** The fold of each example: those of a label are dealt out in a random order, equal texts together. */
export function drawFolds(examples: readonly Scored[], seed: number): number[] {
  const known = new Map<string, number>()
  const dealt = new Map<number, number>()
  const result = new Array<number>(examples.length).fill(0)
  for (const i of permutation(streamKey('deskFolds', seed), examples.length)) {
    const { label, digest } = at(examples, i)
    const next = dealt.get(label) ?? 0
    const fold = known.get(digest) ?? next % folds
    if (!known.has(digest)) dealt.set(label, next + 1)
    known.set(digest, fold)
    result[i] = fold
  }
  return result
}

function standardized({ values, dim }: Features, rows: number): Features {
  const result = new Float32Array(values.length)
  for (let d = 0; d < dim; d++) {
    let [sum, squares] = [0, 0]
    for (let i = 0; i < rows; i++) sum += at(values, i * dim + d)
    const mean = sum / rows
    for (let i = 0; i < rows; i++) squares += (at(values, i * dim + d) - mean) ** 2
    const deviation = Math.sqrt(squares / rows)
    const scale = deviation > 0 ? 1 / deviation : 0
    for (let i = 0; i < rows; i++) result[i * dim + d] = (at(values, i * dim + d) - mean) * scale
  }
  return { values: result, dim }
}
