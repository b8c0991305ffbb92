import { resolve } from 'node:path'
import { Option, type OptionValues } from 'commander'
import type { z } from 'zod'
import type { Places } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { parseRecipe, recipe, type Recipe } from '../../../shared/recipe.ts'
import { isSampleName } from '../../../shared/samples.ts'
import { modelPath } from '../session.ts'

export type RecipeKey = Exclude<keyof Recipe, 'dataset'>

/** The flag of every setting; its sentence, bounds and default come from the recipe itself. */
const flags: Record<RecipeKey, string> = {
  model: '--model <model>',
  unfreeze: '--unfreeze <blocks>',
  embeddings: '--embeddings',
  head: '--head <start>',
  epochs: '--epochs <count>',
  learningRate: '--lr <rate>',
  warmup: '--warmup <share>',
  batchSize: '--batch <count>',
  maxLength: '--max-length <tokens>',
  weightDecay: '--weight-decay <rate>',
  clipNorm: '--clip <norm>',
  dropout: '--dropout <rate>',
  seed: '--seed <number>',
  precision: '--precision <type>',
  trunk: '--trunk <engine>',
  smallRun: '--small-run',
  testShare: '--test-share <share>',
  validationShare: '--validation-share <share>',
  keep: '--keep <epoch>',
  patience: '--patience <epochs>',
  textColumn: '--text-column <name>',
  labelColumn: '--label-column <name>',
  stripHtml: '--no-strip-html',
}

export const recipeKeys = Object.keys(flags) as RecipeKey[]

const defaults = recipe.parse({ dataset: '-', model: '-' })

const modelHelp = 'What to train: a model or run folder, the name of a downloaded model or of a run, or bundled'

/** The command-line option of a setting. */
export function recipeOption(key: RecipeKey): Option {
  const { description = '' } = recipe.shape[key]
  if (key === 'stripHtml') return new Option(flags[key], 'Keep HTML tags such as <br /> in the texts')
  if (key === 'smallRun' || key === 'embeddings') return new Option(flags[key], description)
  const option = new Option(flags[key], key === 'model' ? modelHelp : description)
  option.argParser((text) => parseSetting(key, option.long ?? key, text))
  if (key === 'model') return option.default('bundled')
  return defaults[key] === null ? option : option.default(defaults[key])
}

/**
 * Reads one setting from its flag.
 * @throws LastlayerError `usage`, naming the flag.
 */
export function parseSetting(key: RecipeKey, flag: string, text: string): unknown {
  const schema = recipe.shape[key] as z.ZodType
  const number = Number(text)
  const isNumber = text.trim() !== '' && Number.isFinite(number)
  const asNumber = schema.safeParse(number)
  if (isNumber && asNumber.success) return asNumber.data
  const asText = schema.safeParse(text)
  if (asText.success) return asText.data
  const issue = (isNumber && !asNumber.success ? asNumber : asText).error?.issues[0]
  throw new LastlayerError('usage', `${flag} must be ${describeExpected(issue)}, not ${text === '' ? 'empty' : text}.`)
}

function describeExpected(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'too_small' && issue.origin === 'string') return 'a name'
  if (issue?.code === 'too_small') return `${issue.inclusive ? 'at least' : 'greater than'} ${issue.minimum}`
  if (issue?.code === 'too_big') return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`
  if (issue?.code === 'invalid_value') return issue.values.join(' or ')
  // The only setting that is a number or a word.
  if (issue?.code === 'invalid_union') return 'a whole number from 0, or all'
  return issue?.code === 'invalid_type' && issue.expected === 'int' ? 'a whole number' : 'a number'
}

/** The settings among a command's options, by their names in the recipe. */
export function recipeSettings(options: OptionValues): Partial<Recipe> {
  const given = recipeKeys.map((key) => [key, options[recipeOption(key).attributeName()]] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== undefined))
}

/**
 * The recipe that a command's options describe, with absolute paths.
 * @throws LastlayerError `usage`, or `model` if there is no such model
 */
export async function recipeOf(dataset: string, options: OptionValues, places: Places): Promise<Recipe> {
  const settings = recipeSettings(options)
  const model = await modelPath(settings.model ?? 'bundled', places)
  return parseRecipe({ ...settings, dataset: datasetPath(dataset), model })
}

/** An absolute path; the name of a sample stays as it is. */
export function datasetPath(dataset: string): string {
  return isSampleName(dataset) ? dataset : resolve(dataset)
}
