import { LastlayerError } from '../../../shared/errors.ts'
import { needsValidation, parseRecipe, type Recipe } from '../../../shared/recipe.ts'
import type { Sweep, SweepAxes, SweptRun, SweptSettings } from '../../../shared/sweeps.ts'
import { unfrozenBlocks } from '../../../shared/training-depth.ts'

const mostRuns = 200

/**
 * Every combination of the settings, with every seed: those of one combination in a row, from the seed of the recipe on.
 * All of them split the dataset alike, and set a validation part aside.
 * @param blocks of the model
 * @throws LastlayerError `usage` if that is too many runs, a seed is too large, or a depth more than the model has
 */
export function planSweep(recipe: Recipe, axes: SweepAxes, blocks: number, startedAt: number): Sweep {
  const [unfreeze, rates, lengths] = [depthsOf(axes.unfreeze, blocks), unique(axes.learningRate), unique(axes.epochs)]
  const settings = unfreeze.flatMap((unfreeze) =>
    rates.flatMap((learningRate) => lengths.map((epochs): SweptSettings => ({ unfreeze, learningRate, epochs }))),
  )
  const { seeds } = axes
  const total = settings.length * seeds
  if (total > mostRuns) {
    const given = `${settings.length} combinations with ${seeds} seeds are ${total} runs`
    throw new LastlayerError('usage', `${given}, and a sweep has at most ${mostRuns}: give fewer values or seeds.`)
  }
  const runs = settings.flatMap((settings) =>
    Array.from({ length: seeds }, (_, i): SweptRun => ({ settings, seed: recipe.seed + i, result: null })),
  )
  const shared = { ...validated(recipe), embeddings: false, splitSeed: recipe.splitSeed ?? recipe.seed }
  for (const run of runs) recipeOfRun({ recipe: shared }, run)
  return { version: 1, startedAt, recipe: shared, runs }
}

/** The recipe of one run. @throws LastlayerError `usage` if a setting is out of its bounds */
export function recipeOfRun({ recipe }: Pick<Sweep, 'recipe'>, { settings, seed }: SweptRun): Recipe {
  return parseRecipe({ ...recipe, ...settings, seed })
}

/**
 * Depths K as numbers, each of them once.
 * @throws LastlayerError `usage` if one is more than the model has
 */
export function depthsOf(wanted: readonly Recipe['unfreeze'][], blocks: number): number[] {
  const depths = unique(wanted.map((depth) => unfrozenBlocks(depth, blocks)))
  const tooDeep = depths.find((depth) => depth > blocks)
  if (tooDeep === undefined) return depths
  throw new LastlayerError('usage', `K = ${tooDeep} is more than the ${blocks} blocks of the model.`)
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}

/** A recipe without a validation part keeps the best epoch instead of the last, which makes one. */
function validated(recipe: Recipe): Recipe {
  return needsValidation(recipe) ? recipe : { ...recipe, keep: 'best' }
}
