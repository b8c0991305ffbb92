import { randomBits, streamKey } from '../random.ts'
import { tf } from '../tf.ts'

/**
 * Inverted dropout whose masks depend only on (seed, step, place in the network), so that a run can be repeated and
 * resumed on any backend. Make one for every training step; `noDropout` is for evaluation.
 */
export class Dropout {
  #site = 0

  constructor(
    readonly seed: number,
    readonly step: number,
  ) {}

  /** Zeroes a share `rate` of x and scales the rest by 1 / (1 - rate). Any shape. */
  apply<T extends tf.Tensor>(x: T, rate: number): T {
    const key = streamKey(this.seed, this.step, this.#site++)
    if (rate === 0) return x
    const threshold = rate * 0x100000000
    const mask = new Float32Array(x.size)
    const kept = 1 / (1 - rate)
    for (let i = 0; i < mask.length; i++) mask[i] = randomBits(key, i) < threshold ? 0 : kept
    return tf.mul(x, tf.tensor(mask, x.shape))
  }
}

/** Evaluation: everything passes. */
export const noDropout: Pick<Dropout, 'apply'> = { apply: (x) => x }
