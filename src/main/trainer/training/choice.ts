import type { Metrics } from '../../../shared/figures.ts'
import type { Recipe } from '../../../shared/recipe.ts'

/** How good a validation is, by what the recipe chooses by: more is better. */
export function scoreOf({ loss, macroF1, accuracy }: Metrics, { chooseBy }: Pick<Recipe, 'chooseBy'>): number {
  return chooseBy === 'loss' ? -loss : (macroF1 ?? accuracy)
}
