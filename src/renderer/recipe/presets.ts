import type { ModelChoice } from '../../shared/contract.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { recipePresets, type PresetSettings } from '../../shared/recipe-presets.ts'
import { defaultRecipe } from './settings.ts'

export const presetNames = ['auto', 'quick', 'thorough', 'classic'] as const
export type PresetName = (typeof presetNames)[number]

/** The settings that a preset decides; it leaves all others as they are. */
type Preset = PresetSettings & Pick<Recipe, 'unfreeze' | 'embeddings' | 'batchSize' | 'maxLength' | 'smallRun'>

/** What a preset means for a model. */
export function presetFor(name: PresetName, model: Pick<ModelChoice, 'blocks' | 'positions'>): Preset {
  const { batchSize, maxLength } = defaultRecipe('-', '-')
  const length = (tokens: number): number => Math.min(tokens, model.positions)
  const same = { unfreeze: 1, embeddings: false, batchSize, maxLength: length(maxLength), smallRun: false }
  if (name === 'classic') return { ...same, ...recipePresets.classic.settings }
  const auto: Preset = { ...same, ...recipePresets.auto.settings }
  if (name === 'auto') return auto
  if (name === 'quick') return { ...auto, maxLength: length(128), fitLength: false, smallRun: true }
  return { ...auto, unfreeze: Math.min(2, model.blocks), maxLength: length(512), patience: 5 }
}

/** The preset that a recipe agrees with; null if a setting differs from each of them. */
export function presetOf(recipe: Preset, model: ModelChoice): PresetName | null {
  const agrees = (name: PresetName): boolean =>
    Object.entries(presetFor(name, model)).every(([key, value]) => recipe[key as keyof Preset] === value)
  return presetNames.find(agrees) ?? null
}
