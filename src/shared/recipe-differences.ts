import { settings, type Recipe } from './recipe.ts'

/** A setting that recipes have with different values, as a person reads it. */
export interface RecipeDifference {
  readonly name: string
  /** Of each recipe, in their order. */
  readonly values: readonly string[]
}

/** How settings and their values are called. */
export interface SettingWords {
  readonly title: (key: keyof Recipe) => string
  /** A value that is text, as the recipe has it. */
  readonly option: (key: keyof Recipe, value: string) => string
  /** What stands for a value that is none, a switch, or a label that is left out. */
  readonly word: (word: 'none' | 'automatic' | 'yes' | 'no' | 'leftOut') => string
}

const english: SettingWords = {
  title: (key) => settings[key].title,
  option: (_, value) => value,
  word: (word) => (word === 'leftOut' ? 'left out' : word),
}

/** What differs between recipes, in the order of the settings. */
export function recipeDifferences(recipes: readonly Recipe[], words: SettingWords = english): RecipeDifference[] {
  return (Object.keys(settings) as (keyof Recipe)[])
    .map((key) => ({ name: words.title(key), values: recipes.map((recipe) => settingText(key, recipe, words)) }))
    .filter(({ values }) => new Set(values).size > 1)
}

function settingText(key: keyof Recipe, recipe: Recipe, { option, word }: SettingWords): string {
  const value = recipe[key]
  if (value === null) return word(key === 'corrections' ? 'none' : 'automatic')
  if (typeof value === 'boolean') return word(value ? 'yes' : 'no')
  if (typeof value === 'number') return small(value)
  if (typeof value === 'string') return option(key, value)
  const entries = value.map((entry) =>
    'weight' in entry ? `${entry.label} ${small(entry.weight)}` : `${entry.from} → ${entry.to ?? word('leftOut')}`,
  )
  return entries.join(', ') || word('none')
}

/** A learning rate or the like: "2e-5", "0.01". */
function small(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential().replace('e-0', 'e-') : String(value)
}
