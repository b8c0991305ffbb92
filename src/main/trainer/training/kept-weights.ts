import type { Recipe } from '../../../shared/recipe.ts'
import type { KeptState, Weights } from '../checkpoint/standing.ts'

/**
 * The weights that a training with a validation part will leave behind: those of the best epoch, or the mean of those
 * from the epoch before the best to the last (Izmailov et al., 2018: averages of a trajectory generalise better).
 */
export class KeptWeights {
  readonly #isMean: boolean
  #best: KeptState['best']
  #previous: KeptState['previous']
  #kept: KeptState['kept']
  #epochs: KeptState['epochs']

  /** @param from what another has remembered, to go on from */
  constructor({ keep }: Pick<Recipe, 'keep'>, from: KeptState | null = null) {
    this.#isMean = keep === 'mean'
    this.#best = from?.best ?? null
    this.#previous = from?.previous ?? null
    this.#kept = from?.kept ?? null
    this.#epochs = from?.epochs ?? { first: 0, last: 0 }
  }

  get state(): KeptState {
    return { best: this.#best, epochs: this.#epochs, previous: this.#previous, kept: this.#kept }
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
      this.#epochs = { ...this.#epochs, last: epoch }
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
