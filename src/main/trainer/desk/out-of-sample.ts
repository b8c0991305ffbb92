import { at } from '../../../shared/at.ts'
import { permutation, streamKey } from '../random.ts'

export interface Scored {
  /** Index of the class. */
  readonly label: number
  /** Examples of one digest have one text, and are in one fold. */
  readonly digest: string
}

/**
 * The logits [within, labels] that a model fitted to some examples gives to others, both by their places. It tells the
 * share of its work that is done.
 */
export type Learner = (
  without: readonly number[],
  within: readonly number[],
  onProgress: (share: number) => void,
) => Promise<Float32Array>

export interface FoldOptions {
  readonly folds: number
  readonly labels: number
  readonly seed: number
  /** Gets the share of the folds that are done. */
  readonly onProgress?: (share: number) => void
}

/**
 * The logits that each example gets from a model which was fitted without it: stratified k-fold.
 * @returns row-major [examples, labels]
 * @throws what `learn` throws
 */
export async function outOfSample(
  examples: readonly Scored[],
  { folds, labels, seed, onProgress }: FoldOptions,
  learn: Learner,
): Promise<Float32Array> {
  const foldOf = drawFolds(examples, folds, seed)
  const logits = new Float32Array(examples.length * labels)
  for (let fold = 0; fold < folds; fold++) {
    const [within, without]: [number[], number[]] = [[], []]
    foldOf.forEach((one, i) => (one === fold ? within : without).push(i))
    const given = await learn(without, within, (share) => onProgress?.((fold + share) / folds))
    within.forEach((place, i) => logits.set(given.subarray(i * labels, (i + 1) * labels), place * labels))
  }
  return logits
}

/** The fold of each example: those of a label are dealt out in a random order, equal texts together. */
export function drawFolds(examples: readonly Scored[], folds: number, seed: number): number[] {
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
