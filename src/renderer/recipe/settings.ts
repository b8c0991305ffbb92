import type { z } from 'zod'
import type { ModelChoice } from '../../shared/contract.ts'
import { recipe, settings, type Recipe } from '../../shared/recipe.ts'
import { recipePresets } from '../../shared/recipe-presets.ts'
import { fieldOf, formGroups, type Field, type FormGroup, type Setting } from '../../shared/recipe-setting.ts'
import { at } from '../../shared/at.ts'
import { t } from '../words/words.svelte.ts'

type Settings = typeof settings
/** The settings with a field of their own. */
type FormKey = { [K in keyof Settings]: Settings[K]['group'] extends FormGroup ? K : never }[keyof Settings]
/** A value that is one of a few names. */
export type Option = Extract<Recipe[{ [K in FormKey]: Recipe[K] extends string ? K : never }[FormKey]], string>

/** A setting with a field of its own; its title and its sentence are among the words, under its key. */
export interface FormSetting extends Pick<Setting, 'isCommon'> {
  readonly key: FormKey
  readonly group: FormGroup
  readonly field: Field
}

/** A sentence in the language that the window speaks when it is asked for. */
export type Told = () => string

/** Every setting of the form, in the order in which they are shown; the data, the model and K are chosen in other ways. */
export const formSettings: readonly FormSetting[] = Object.entries<Setting>(settings).flatMap(
  ([key, { schema, group, isCommon }]) =>
    isFormGroup(group) ? [{ key: key as FormKey, group, field: fieldOf(schema), ...(isCommon && { isCommon }) }] : [],
)

function isFormGroup(group: Setting['group']): group is FormGroup {
  return formGroups.some((one) => one === group)
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

/** What is wrong with a value; null if nothing is. The model says how long a text may be. */
export function problemWith(key: keyof Recipe, value: unknown, model: ModelChoice | null): Told | null {
  const parsed = settings[key].schema.safeParse(value)
  if (!parsed.success) return describeIssue(at(parsed.error.issues, 0), fieldOf(settings[key].schema))
  if (key === 'maxLength' && model !== null && Number(value) > model.positions) {
    return () => t('recipe.problem.positions', { count: model.positions })
  }
  return null
}

function describeIssue(issue: z.core.$ZodIssue, field: Field): Told {
  if (issue.code === 'invalid_union' && field.kind === 'number') {
    return () => t('recipe.problem.numberOr', { word: field.words.join(', ') })
  }
  if (issue.code === 'too_small') {
    const limit = String(issue.minimum)
    return () => t(issue.inclusive ? 'recipe.problem.atLeast' : 'recipe.problem.moreThan', { limit })
  }
  if (issue.code === 'too_big') {
    const limit = String(issue.maximum)
    return () => t(issue.inclusive ? 'recipe.problem.atMost' : 'recipe.problem.lessThan', { limit })
  }
  const isWhole = issue.code === 'invalid_type' && issue.expected === 'int'
  return () => t(isWhole ? 'recipe.problem.wholeNumber' : 'recipe.problem.number')
}
