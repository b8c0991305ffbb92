import type { Recipe } from './recipe.ts'

/** What a preset decides; it leaves every other setting as it is. */
export type PresetSettings = Pick<
  Recipe,
  | 'fitLength'
  | 'learningRate'
  | 'headLearningRate'
  | 'schedule'
  | 'warmup'
  | 'epochs'
  | 'keep'
  | 'patience'
  | 'refit'
  | 'validationShare'
>

/** How a model is taught. */
export const recipePresets = {
  auto: {
    title: 'Auto',
    sentence:
      'Tries learning rates on a part of the training texts, stops when it gets no better, averages the best epochs, and trains so once more on all of them.',
    settings: {
      fitLength: true,
      learningRate: 'auto',
      headLearningRate: null,
      schedule: 'linear',
      warmup: 0.1,
      epochs: 'auto',
      keep: 'mean',
      validationShare: 0.15,
      patience: 3,
      refit: true,
    },
  },
  classic: {
    title: 'Classic',
    sentence: 'The method as it was published: three epochs at 2e-5, the last one kept, no validation.',
    settings: {
      fitLength: false,
      learningRate: 2e-5,
      headLearningRate: null,
      schedule: 'linear',
      warmup: 0,
      epochs: 3,
      keep: 'last',
      validationShare: 0.1,
      patience: 0,
      refit: false,
    },
  },
} as const satisfies Readonly<Record<string, { title: string; sentence: string; settings: PresetSettings }>>
export type RecipePreset = keyof typeof recipePresets

export const recipePresetNames = Object.keys(recipePresets) as [RecipePreset, ...RecipePreset[]]
