import { randomBits, streamKey } from '../random.ts'
import { tf } from '../backend/tf.ts'

/** Which examples of a batch a tensor holds: its rows are `count` examples, the first of them being number `first`. */
export interface BatchSlice {
  readonly first: number
  readonly count: number
}

/**
 * Inverted dropout whose masks depend only on (seed, step, place in the network, example of the batch), so that a run can
 * be repeated and resumed on any backend and in slices of any size. Make one for every slice of a training step;
 * `noDropout` is for evaluation.
 */
export class Dropout {
  #site = 0

  constructor(
    readonly seed: number,
    readonly step: number,
    readonly slice: BatchSlice,
  ) {}

  /** Zeroes a share `rate` of x and scales the rest by 1 / (1 - rate). x: as many rows for each example. */
  apply<T extends tf.Tensor>(x: T, rate: number): T {
    const key = streamKey('dropout', this.seed, this.step, this.#site++)
    if (rate === 0) return x
    const threshold = rate * 0x100000000
    const mask = new Float32Array(x.size)
    const kept = 1 / (1 - rate)
    const offset = (mask.length / this.slice.count) * this.slice.first
    for (let i = 0; i < mask.length; i++) mask[i] = randomBits(key, offset + i) < threshold ? 0 : kept
    return tf.mul(x, tf.tensor(mask, x.shape))
  }
}

/** Evaluation: everything passes. */
export const noDropout: Pick<Dropout, 'apply'> = { apply: (x) => x }
