import type { Happening } from '../../../shared/run-events.ts'
import type { Search } from '../../../shared/search.ts'
import { givenRates } from '../optimizer/rates.ts'
import { NotFiniteError } from './not-finite.ts'
import { refit } from './refit.ts'
import { searchRates } from './search.ts'
import { train, type Trained, type TrainOptions } from './train.ts'

/** How often the rates are halved before a training is given up. */
const mostHalvings = 5

export interface Learned extends Trained {
  /** How the rates were found; null where the recipe gives them. */
  readonly search: Search | null
  /** How often they were halved on the way. */
  readonly halvings: number
}

/**
 * Finds the rates, unless the recipe gives them or an earlier process has found them, and trains; once more on all
 * training texts, where the recipe says so and a validation part has chosen.
 * @throws LastlayerError as {@link searchRates} and {@link train} do
 */
export async function* learn(options: Omit<TrainOptions, 'rates' | 'search'>): AsyncGenerator<Happening, Learned> {
  const given = givenRates(options.recipe)
  const found = options.from ?? (given === null ? yield* searchRates(options) : { rates: given, search: null })
  const { rates, search } = found
  const { recipe, tail, finish } = options
  const initial = recipe.refit && recipe.keep !== 'last' ? await tail.snapshot() : null
  const { trained, training } = yield* trainWithinRange({ ...options, rates, search })
  const { halvings = 0 } = training.from ?? {}
  if (initial === null || finish?.aborted) return { search, halvings, ...trained }
  return { search, halvings, ...(yield* refit(trained, initial, training)) }
}

/**
 * Trains; where the numbers leave their range, goes back to the last end of an epoch and on from there at half the rates.
 * Returns how it was trained in the end.
 * @throws LastlayerError as {@link train} does, after several halvings too
 */
async function* trainWithinRange(
  options: TrainOptions,
): AsyncGenerator<Happening, { readonly trained: Trained; readonly training: TrainOptions }> {
  let training = options
  for (;;) {
    try {
      return { trained: yield* train(training), training }
    } catch (error) {
      if (!(error instanceof NotFiniteError) || error.epoch === 0) throw error
      const halvings = (training.from?.halvings ?? 0) + 1
      const from = halvings > mostHalvings ? null : await options.goBack?.()
      if (!from) throw error
      const rates = { blocks: training.rates.blocks / 2, head: training.rates.head / 2 }
      training = { ...training, rates, from: { ...from, rates, halvings } }
      const change = `training goes on after step ${from.step} at half the rates, ${rates.blocks} for the blocks and ${rates.head} for the head`
      yield { kind: 'notice', message: `The numbers left their range in epoch ${error.epoch}: ${change}.` }
      yield { kind: 'resumed', step: from.step }
    }
  }
}
