import { at } from '../../../shared/at.ts'
import { permutation, streamKey } from '../random.ts'
import { fitLogistic, logisticLogits } from '../yardsticks/logistic-regression.ts'
import type { DenseMatrix, SparseMatrix } from '../yardsticks/matrix.ts'
import { someRows } from './some-rows.ts'

export const folds = 5

export interface Scored {
  /** Index of the class. */
  readonly label: number
  /** Examples of one digest have one text, and are in one fold. */
  readonly digest: string
}

/** One way to see the examples: their features, and scikit-learn's C that suits them. */
export interface View {
  readonly features: DenseMatrix | SparseMatrix
  readonly c: number
}

export interface ScoreOptions {
  readonly labels: number
  readonly seed: number
  readonly signal: AbortSignal
  /** Gets the number of fits that are done. */
  readonly onFit: (done: number) => void
}

/**
 * The logits that a logistic regression gives to each example which was fitted without it: stratified k-fold.
 * @returns for each view, row-major [examples, labels]
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function outOfSample(
  examples: readonly Scored[],
  views: readonly View[],
  { labels, seed, signal, onFit }: ScoreOptions,
): Promise<Float32Array[]> {
  const foldOf = drawFolds(examples, seed)
  let done = 0
  const scored: Float32Array[] = []
  for (const { features, c } of views) {
    const logits = new Float32Array(examples.length * labels)
    for (let fold = 0; fold < folds; fold++) {
      onFit(done++)
      const [within, without]: [number[], number[]] = [[], []]
      foldOf.forEach((one, i) => (one === fold ? within : without).push(i))
      const truth = without.map((i) => at(examples, i).label)
      const weights = await fitLogistic(someRows(features, without), truth, { c, labels, signal })
      const given = logisticLogits(someRows(features, within), weights, labels)
      within.forEach((place, i) => logits.set(given.subarray(i * labels, (i + 1) * labels), place * labels))
    }
    scored.push(logits)
  }
  onFit(done)
  return scored
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
