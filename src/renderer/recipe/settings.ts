import type { z } from 'zod'
import type { ModelChoice } from '../../shared/contract.ts'
import { recipe, trunkEngine, type Recipe } from '../../shared/recipe.ts'

/** A setting of the recipe that has a field of its own; the data, the model and K are chosen in other ways. */
export type SettingKey = Exclude<
  keyof Recipe,
  'dataset' | 'model' | 'textColumn' | 'labelColumn' | 'unfreeze' | 'embeddings'
>

export type Setting = {
  readonly key: SettingKey
  readonly title: string
  readonly group: 'training' | 'texts' | 'choosing'
} & (
  | { readonly kind: 'number'; /** What an empty field stands for, if it may be empty. */ readonly empty?: null }
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
)

/** Every setting, in the order in which they are shown. The first of each group matter most. */
export const settings: readonly Setting[] = [
  { key: 'epochs', title: 'Epochs', group: 'training', kind: 'number' },
  { key: 'learningRate', title: 'Learning rate', group: 'training', kind: 'number' },
  { key: 'batchSize', title: 'Batch size', group: 'training', kind: 'number' },
  { key: 'warmup', title: 'Warm-up', group: 'training', kind: 'number' },
  { key: 'weightDecay', title: 'Weight decay', group: 'training', kind: 'number' },
  { key: 'clipNorm', title: 'Gradient clipping', group: 'training', kind: 'number' },
  { key: 'dropout', title: 'Dropout', group: 'training', kind: 'number', empty: null },
  { key: 'head', title: 'Head', group: 'training', kind: 'choice', options: ['auto', 'new'] },
  { key: 'seed', title: 'Seed', group: 'training', kind: 'number' },
  { key: 'maxLength', title: 'Maximum length', group: 'texts', kind: 'number' },
  { key: 'smallRun', title: 'Small run', group: 'texts', kind: 'switch' },
  { key: 'stripHtml', title: 'Strip HTML', group: 'texts', kind: 'switch' },
  { key: 'testShare', title: 'Test share', group: 'texts', kind: 'number' },
  { key: 'precision', title: 'Feature precision', group: 'texts', kind: 'choice', options: ['float16', 'float32'] },
  { key: 'trunk', title: 'Frozen engine', group: 'texts', kind: 'choice', options: trunkEngine.options },
  { key: 'keep', title: 'Epoch to keep', group: 'choosing', kind: 'choice', options: ['last', 'best'] },
  { key: 'patience', title: 'Patience', group: 'choosing', kind: 'number' },
  { key: 'validationShare', title: 'Validation share', group: 'choosing', kind: 'number' },
]

export const groups: readonly { readonly group: Setting['group']; readonly title: string }[] = [
  { group: 'training', title: 'Training' },
  { group: 'texts', title: 'Texts' },
  { group: 'choosing', title: 'Choosing the epoch' },
]

const { shape } = recipe

/** The sentence that the recipe's schema has for a setting. */
export function describeSetting(key: keyof Recipe): string {
  return shape[key].description ?? ''
}

/** The recipe with every setting at its default, for some data and model. */
export function defaultRecipe(dataset: string, model: string): Recipe {
  return recipe.parse({ dataset, model })
}

const defaults = defaultRecipe('-', '-')

/** The default of a setting. */
export function defaultOf<K extends SettingKey>(key: K): Recipe[K] {
  return defaults[key]
}

/** What is wrong with a value, as a sentence; null if nothing is. The model says how long a text may be. */
export function problemWith(key: SettingKey, value: unknown, model: ModelChoice | null): string | null {
  const parsed = shape[key].safeParse(value)
  if (!parsed.success) return describeIssue(parsed.error.issues[0])
  if (key === 'maxLength' && model !== null && Number(value) > model.positions) {
    return `This model reads at most ${model.positions} tokens.`
  }
  return null
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return `${issue.inclusive ? 'At least' : 'More than'} ${issue.minimum}.`
  if (issue.code === 'too_big') return `${issue.inclusive ? 'At most' : 'Less than'} ${issue.maximum}.`
  if (issue.code === 'invalid_type') return issue.expected === 'int' ? 'A whole number.' : 'A number.'
  return `${issue.message.replace(/\.$/, '')}.`
}
