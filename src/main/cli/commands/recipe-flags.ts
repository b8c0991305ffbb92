import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Option, type OptionValues } from 'commander'
import type { z } from 'zod'
import type { Places } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { parseRecipe, recipe, settings, type Recipe } from '../../../shared/recipe.ts'
import {
  recipePresetNames,
  recipePresets,
  type PresetSettings,
  type RecipePreset,
} from '../../../shared/recipe-presets.ts'
import { isSampleName } from '../../../shared/samples.ts'
import { fieldOf, type Setting } from '../../../shared/recipe-setting.ts'
import { modelPath } from '../session.ts'
import { readLabelMap } from '../labels/label-map.ts'
import { parseLabelWeights } from '../labels/label-weights.ts'

export type RecipeKey = Exclude<keyof Recipe, 'dataset' | 'labelMap' | 'labelWeights'>

/** The settings that have a flag of their own. */
export const recipeKeys = (Object.keys(settings) as RecipeKey[]).filter((key) => settings[key].flag !== null)

const defaults = recipe.parse({ dataset: '-', model: 'bundled' })

/** Which preset a recipe begins with. */
export function presetOption(): Option {
  const about = recipePresetNames.map((name) => `${name}: ${recipePresets[name].sentence}`).join(' ')
  return new Option('--recipe <preset>', about).choices(recipePresetNames).default('auto')
}

/** The command-line option of a setting. */
export function recipeOption(key: RecipeKey): Option {
  const { flag, sentence, flagSentence = sentence, schema }: Setting & { readonly flag: string } = settings[key]
  const option = new Option(flag, flagSentence)
  if (fieldOf(schema).kind === 'switch') return option
  option.argParser((text) => parseSetting(key, option.long ?? key, text))
  // A default of the option would hide whether the preset or the person has chosen.
  if (key === 'maxLength') option.description += ` (${defaults.maxLength}; a preset may raise it)`
  else if (isPresetKey(key)) option.description += ` (${describePresets(key)})`
  else if (defaults[key] !== null) option.default(defaults[key])
  return option
}

/** The option that switches off what a preset may switch on; null for a setting that is no such switch. */
export function switchedOffOption(key: RecipeKey): Option | null {
  const { flag, schema }: Setting & { readonly flag: string } = settings[key]
  if (!isPresetKey(key) || fieldOf(schema).kind !== 'switch') return null
  return new Option(flag.replace('--', '--no-'), `Does not, where the preset would`)
}

function isPresetKey(key: RecipeKey): key is keyof PresetSettings & RecipeKey {
  return key in recipePresets.auto.settings
}

function describePresets(key: keyof PresetSettings): string {
  return recipePresetNames.map((name) => `${name}: ${recipePresets[name].settings[key] ?? "the blocks'"}`).join(', ')
}

/**
 * Reads one setting from its flag.
 * @throws LastlayerError `usage`, naming the flag.
 */
export function parseSetting(key: RecipeKey, flag: string, text: string): unknown {
  const { schema }: Setting = settings[key]
  const number = Number(text)
  const isNumber = text.trim() !== '' && Number.isFinite(number)
  const asNumber = schema.safeParse(number)
  if (isNumber && asNumber.success) return asNumber.data
  const asText = schema.safeParse(text)
  if (asText.success) return asText.data
  const issue = (isNumber && !asNumber.success ? asNumber : asText).error?.issues[0]
  throw new LastlayerError(
    'usage',
    `${flag} must be ${describeExpected(key, issue)}, not ${text === '' ? 'empty' : text}.`,
  )
}

/** What settings take that are not of one kind. */
const wordsFor: Partial<Record<RecipeKey, string>> = {
  separator: 'a sign or a few, such as ; or :: or tab',
  unfreeze: 'a whole number from 0, or all',
  epochs: 'a whole number from 1, or auto',
  learningRate: 'a number up to 1, or auto',
}

function describeExpected(key: RecipeKey, issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_format') return wordsFor[key] ?? 'a word'
  if (issue?.code === 'too_small' && issue.origin === 'string') return 'a name'
  if (issue?.code === 'too_small') return `${issue.inclusive ? 'at least' : 'greater than'} ${issue.minimum}`
  if (issue?.code === 'too_big') return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`
  if (issue?.code === 'invalid_value') return issue.values.join(' or ')
  if (issue?.code === 'invalid_union') return wordsFor[key] ?? 'a number'
  return issue?.code === 'invalid_type' && issue.expected === 'int' ? 'a whole number' : 'a number'
}

/** The settings among a command's options, by their names in the recipe. A length that a person names stays as it is. */
export function recipeSettings(options: OptionValues): Partial<Recipe> {
  const given = recipeKeys.map((key) => [key, options[recipeOption(key).attributeName()]] as const)
  const settings = Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Partial<Recipe>
  return settings.maxLength === undefined ? settings : { fitLength: false, ...settings }
}

/**
 * The same with the label map, which is a file.
 * @throws LastlayerError `usage` if it cannot be used
 */
export async function settingsOf(options: OptionValues): Promise<Partial<Recipe>> {
  const { labelMap } = options as { labelMap?: string }
  return { ...recipeSettings(options), labelMap: await readLabelMap(labelMap) }
}

/**
 * The recipe that a command's options describe, with absolute paths.
 * @throws LastlayerError `usage`, or `model` if there is no such model
 */
export async function recipeOf(dataset: string, options: OptionValues, places: Places): Promise<Recipe> {
  const { recipe: preset = 'auto', labelWeights } = options as { recipe?: RecipePreset; labelWeights?: string }
  const settings = await settingsOf(options)
  const model = await modelPath(settings.model ?? 'bundled', places)
  const weights = labelWeights === undefined ? {} : { labelWeights: parseLabelWeights(labelWeights) }
  const corrections = settings.corrections && correctionsPath(settings.corrections, places)
  return parseRecipe({
    ...recipePresets[preset].settings,
    ...settings,
    ...weights,
    corrections,
    dataset: datasetPath(dataset),
    model,
  })
}

/** The path of corrections: a file or a folder, or the name of a run as `runs` lists it. */
function correctionsPath(name: string, { runs }: Places): string {
  return [resolve(name), join(runs, name)].find((path) => existsSync(path)) ?? resolve(name)
}

/** An absolute path; the name of a sample stays as it is. */
export function datasetPath(dataset: string): string {
  return isSampleName(dataset) ? dataset : resolve(dataset)
}
