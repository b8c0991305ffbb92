import type { Recipe } from '../../../shared/recipe.ts'
import type { TrainedTensor } from '../model/save-model.ts'

export type Weights = ReadonlyMap<string, TrainedTensor>

/**
 * The weights that a training with a validation part will leave behind: those of the best epoch, or the mean of those
 * from the epoch before the best to the last (Izmailov et al., 2018: averages of a trajectory generalise better).
 */
export class KeptWeights {
  readonly #isMean: boolean
  #best: { readonly epoch: number; readonly score: number } | null = null
  /** Of the epoch before the present one. */
  #previous: Weights | null = null
  /** Those of the best epoch, or the sum of those that are averaged. */
  #kept: Weights | null = null
  #epochs = { first: 0, last: 0 }

  constructor({ keep }: Pick<Recipe, 'keep'>) {
    this.#isMean = keep === 'mean'
  }

  /** The epoch that validated best; null before the first. */
  get bestEpoch(): number | null {
    return this.#best?.epoch ?? null
  }

  /** The first and the last epoch of the mean; null where there is none. */
  get averaged(): [number, number] | null {
    return this.#isMean && this.#kept !== null ? [this.#epochs.first, this.#epochs.last] : null
  }

  /** Takes the weights that an epoch has led to, and how they validate: more is better. Epochs come in order. */
  offer(epoch: number, score: number, weights: Weights): void {
    if (this.#best === null || score > this.#best.score) {
      this.#best = { epoch, score }
      const before = this.#isMean ? this.#previous : null
      this.#kept = before === null ? weights : sum(before, weights)
      this.#epochs = { first: before === null ? epoch : epoch - 1, last: epoch }
    } else if (this.#isMean && this.#kept !== null) {
      this.#kept = sum(this.#kept, weights)
      this.#epochs.last = epoch
    }
    if (this.#isMean) this.#previous = weights
  }

  /** What is to be kept; null before the first epoch. */
  weights(): Weights | null {
    if (this.#kept === null || !this.#isMean) return this.#kept
    const count = this.#epochs.last - this.#epochs.first + 1
    return mapped(this.#kept, (values) => values.map((value) => value / count))
  }
}

function sum(a: Weights, b: Weights): Weights {
  return mapped(a, (values, name) => {
    const others = b.get(name)?.data
    return values.map((value, i) => value + (others?.[i] ?? 0))
  })
}

function mapped(weights: Weights, act: (values: Float32Array, name: string) => Float32Array): Weights {
  return new Map([...weights].map(([name, tensor]) => [name, { ...tensor, data: act(tensor.data, name) }]))
}
