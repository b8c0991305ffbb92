import type { z } from 'zod'
import type { ModelChoice } from '../../shared/contract.ts'
import { recipe, settings, type Recipe } from '../../shared/recipe.ts'
import { recipePresets } from '../../shared/recipe-presets.ts'
import { fieldOf, formGroups, type Field, type FormGroup, type Setting } from '../../shared/recipe-setting.ts'
import { at } from '../../shared/at.ts'

/** A setting with a field of its own. */
export interface FormSetting extends Omit<Setting, 'schema' | 'group'> {
  readonly key: keyof Recipe
  readonly group: FormGroup
  readonly field: Field
}

/** Every setting of the form, in the order in which they are shown; the data, the model and K are chosen in other ways. */
export const formSettings: readonly FormSetting[] = Object.entries<Setting>(settings).flatMap(
  ([key, { schema, group, ...facts }]) =>
    isFormGroup(group) ? [{ ...facts, key: key as keyof Recipe, group, field: fieldOf(schema) }] : [],
)

/** The headings of the form. */
export const groups = Object.entries(formGroups).map(([group, title]) => ({ group, title }))

function isFormGroup(group: Setting['group']): group is FormGroup {
  return group in formGroups
}

/** The recipe with every setting at its default, for some data and model. */
export function defaultRecipe(dataset: string, model: string): Recipe {
  return recipe.parse({ dataset, model })
}

const defaults = { ...defaultRecipe('-', '-'), ...recipePresets.auto.settings }

/** What a setting is as long as nobody changes it: the window begins with Auto. */
export function defaultOf<K extends keyof Recipe>(key: K): Recipe[K] {
  return defaults[key]
}

/** What is wrong with a value, as a sentence; null if nothing is. The model says how long a text may be. */
export function problemWith(key: keyof Recipe, value: unknown, model: ModelChoice | null): string | null {
  const parsed = settings[key].schema.safeParse(value)
  if (!parsed.success) return describeIssue(at(parsed.error.issues, 0), fieldOf(settings[key].schema))
  if (key === 'maxLength' && model !== null && Number(value) > model.positions) {
    return `This model reads at most ${model.positions} tokens.`
  }
  return null
}

function describeIssue(issue: z.core.$ZodIssue, field: Field): string {
  if (issue.code === 'invalid_union' && field.kind === 'number') return `A number, or ${field.words.join(' or ')}.`
  if (issue.code === 'too_small') return `${issue.inclusive ? 'At least' : 'More than'} ${issue.minimum}.`
  if (issue.code === 'too_big') return `${issue.inclusive ? 'At most' : 'Less than'} ${issue.maximum}.`
  if (issue.code === 'invalid_type') return issue.expected === 'int' ? 'A whole number.' : 'A number.'
  return `${issue.message.replace(/\.$/, '')}.`
}
