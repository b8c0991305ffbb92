import { parseRecipe, type Recipe } from '../../src/shared/recipe.ts'

export const depths = [0, 1, 2]
const learningRates = [1e-3, 1e-4, 1e-4]
/** Of the runs with dropout, three for each depth: two blocks take long, and learn from less. */
const portions = [
  { maxLength: 256, epochs: 3 },
  { maxLength: 256, epochs: 3 },
  { maxLength: 96, epochs: 1 },
]
const seeds = [1, 2, 3]
const precisions = ['float32', 'float16'] as const

/** The recipes by the names of their runs; the quickest first. */
export function peerRecipes(model: string, dataset: string): Record<string, Recipe> {
  const recipes = depths.flatMap((unfreeze) => {
    const same = { model, dataset, unfreeze, learningRate: learningRates[unfreeze] }
    return [
      // From one head, in one order and without dropout both halves compute the same: every loss is compared.
      ...precisions.map((precision) => [
        `losses-k${unfreeze}-${precision}`,
        parseRecipe({ ...same, precision, seed: 1, dropout: 0, epochs: 1 }),
      ]),
      // With dropout each half has random numbers of its own: means over the seeds are compared.
      ...seeds.map((seed) => [
        `accuracy-k${unfreeze}-seed${seed}`,
        parseRecipe({ ...same, ...portions[unfreeze], seed }),
      ]),
    ]
  })
  return Object.fromEntries(recipes)
}
