import type { ModelChoice } from '../../shared/contract.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { defaultRecipe } from './settings.ts'

export const presetNames = ['quick', 'balanced', 'best'] as const
export type PresetName = (typeof presetNames)[number]

export const presetTitles: Readonly<Record<PresetName, { readonly title: string; readonly sentence: string }>> = {
  quick: { title: 'Quick', sentence: 'The last block, short texts, a small run: a first look.' },
  balanced: { title: 'Balanced', sentence: 'The last block and the head for three epochs: the method as it is meant.' },
  best: { title: 'Best', sentence: 'Two blocks, longer texts, and the best epoch by validation: slower.' },
}

/** The settings that a preset decides; it leaves all others as they are. */
type Preset = Pick<
  Recipe,
  'unfreeze' | 'embeddings' | 'epochs' | 'learningRate' | 'maxLength' | 'smallRun' | 'keep' | 'patience' | 'batchSize'
>

/** A small model learns little at the rate that suits a large one. */
const narrow = 384

/** What a preset means for a model. */
export function presetFor(name: PresetName, model: Pick<ModelChoice, 'blocks' | 'dim' | 'positions'>): Preset {
  const { epochs, learningRate, batchSize, maxLength } = defaultRecipe('-', '-')
  const length = (tokens: number): number => Math.min(tokens, model.positions)
  const balanced: Preset = {
    unfreeze: 1,
    embeddings: false,
    epochs,
    learningRate: model.dim < narrow ? 5e-4 : learningRate,
    batchSize,
    maxLength: length(maxLength),
    smallRun: false,
    keep: 'last',
    patience: 0,
  }
  if (name === 'balanced') return balanced
  if (name === 'quick') return { ...balanced, epochs: 2, maxLength: length(128), smallRun: true }
  return {
    ...balanced,
    unfreeze: Math.min(2, model.blocks),
    epochs: 6,
    maxLength: length(512),
    keep: 'best',
    patience: 2,
  }
}

/** The preset that a recipe agrees with; null if a setting differs from each of them. */
export function presetOf(recipe: Preset, model: ModelChoice): PresetName | null {
  const agrees = (name: PresetName): boolean =>
    Object.entries(presetFor(name, model)).every(([key, value]) => recipe[key as keyof Preset] === value)
  return presetNames.find(agrees) ?? null
}
