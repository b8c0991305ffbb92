import type { Happening } from '../../../shared/run-events.ts'
import type { Search } from '../../../shared/search.ts'
import { givenRates } from '../optimizer/rates.ts'
import { refit } from './refit.ts'
import { searchRates } from './search.ts'
import { train, type Trained, type TrainOptions } from './train.ts'

/**
 * Finds the rates, unless the recipe gives them or an earlier process has found them, and trains; once more on all
 * training texts, where the recipe says so and a validation part has chosen.
 * @throws LastlayerError as {@link searchRates} and {@link train} do
 */
export async function* learn(
  options: Omit<TrainOptions, 'rates' | 'search'>,
): AsyncGenerator<Happening, Trained & { readonly search: Search | null }> {
  const given = givenRates(options.recipe)
  const found = options.from ?? (given === null ? yield* searchRates(options) : { rates: given, search: null })
  const { rates, search } = found
  const training = { ...options, rates, search }
  const { recipe, tail, finish } = options
  const initial = recipe.refit && recipe.keep !== 'last' ? await tail.snapshot() : null
  const trained = yield* train(training)
  if (initial === null || finish?.aborted) return { search, ...trained }
  return { search, ...(yield* refit(trained, initial, training)) }
}
