import { settings, type Recipe } from './recipe.ts'

/** A setting that recipes have with different values, as a person reads it. */
export interface RecipeDifference {
  readonly name: string
  /** Of each recipe, in their order. */
  readonly values: readonly string[]
}

/** What differs between recipes, in the order of the settings. */
export function recipeDifferences(recipes: readonly Recipe[]): RecipeDifference[] {
  return Object.entries(settings)
    .map(([key, { title }]) => ({
      name: title,
      values: recipes.map((recipe) => settingText(key as keyof Recipe, recipe)),
    }))
    .filter(({ values }) => new Set(values).size > 1)
}

function settingText(key: keyof Recipe, recipe: Recipe): string {
  const value = recipe[key]
  if (value === null) return key === 'corrections' ? 'none' : 'automatic'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return small(value)
  return typeof value === 'string' ? value : value.map(entryText).join(', ') || 'none'
}

function entryText(entry: Recipe['labelMap'][number] | Recipe['labelWeights'][number]): string {
  return 'weight' in entry ? `${entry.label} ${small(entry.weight)}` : `${entry.from} → ${entry.to ?? 'left out'}`
}

/** A learning rate or the like: "2e-5", "0.01". */
function small(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential().replace('e-0', 'e-') : String(value)
}
