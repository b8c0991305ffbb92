import { LastlayerError } from '../../../shared/errors.ts'
import { needsValidation, parseRecipe, type Recipe } from '../../../shared/recipe.ts'
import type { Sweep, SweptRun, SweptSettings } from '../../../shared/sweeps.ts'

const mostRuns = 200

/** The values that a sweep gives to each of its settings, and how many seeds. */
export interface Axes {
  readonly unfreeze: readonly number[]
  readonly learningRate: readonly Recipe['learningRate'][]
  readonly epochs: readonly Recipe['epochs'][]
  readonly seeds: number
}

/**
 * Every combination of the settings, with every seed: those of one combination in a row, from the seed of the recipe on.
 * All of them split the dataset alike, and set a validation part aside.
 * @throws LastlayerError `usage` if that is too many runs, or a seed is too large
 */
export function planSweep(recipe: Recipe, { unfreeze, learningRate, epochs, seeds }: Axes, startedAt: number): Sweep {
  const settings = unfreeze.flatMap((unfreeze) =>
    learningRate.flatMap((learningRate) => epochs.map((epochs): SweptSettings => ({ unfreeze, learningRate, epochs }))),
  )
  const total = settings.length * seeds
  if (total > mostRuns) {
    const given = `${settings.length} combinations with ${seeds} seeds are ${total} runs`
    throw new LastlayerError('usage', `${given}, and a sweep has at most ${mostRuns}: give fewer values or seeds.`)
  }
  const runs = settings.flatMap((settings) =>
    Array.from({ length: seeds }, (_, i): SweptRun => ({ settings, seed: recipe.seed + i, result: null })),
  )
  const shared = { ...validated(recipe), splitSeed: recipe.splitSeed ?? recipe.seed }
  for (const run of runs) recipeOfRun({ recipe: shared }, run)
  return { version: 1, startedAt, recipe: shared, runs }
}

/** The recipe of one run. @throws LastlayerError `usage` if a setting is out of its bounds */
export function recipeOfRun({ recipe }: Pick<Sweep, 'recipe'>, { settings, seed }: SweptRun): Recipe {
  return parseRecipe({ ...recipe, ...settings, seed })
}

/** A recipe without a validation part keeps the best epoch instead of the last, which makes one. */
function validated(recipe: Recipe): Recipe {
  return needsValidation(recipe) ? recipe : { ...recipe, keep: 'best' }
}
