import { z } from 'zod'
import { datasetChoice, maxLength } from './dataset-settings.ts'
import { languageTags } from './languages.ts'
import { recipe, storedRecipe } from './recipe.ts'

const theme = z.enum(['system', 'light', 'dark'])
const language = z.enum(['system', ...languageTags])
const recentDatasets = z.array(z.string())
const offline = z.boolean()

/** Paths that are only remembered are none of a call: they may lie outside the folders that may be read today. */
const remembered = z.string().min(1)
const lastRecipe = recipe.extend({ dataset: remembered, model: remembered }).nullable()

/** How a dataset was read when it was used last. */
export const keptChoice = datasetChoice.extend({
  dataset: remembered,
  /** The maximum length that a fix set for this dataset alone, and the one before; null if none did. */
  length: z.object({ before: maxLength, set: maxLength }).nullable().default(null),
})
export type KeptChoice = z.infer<typeof keptChoice>
const datasetChoices = z.array(keptChoice)

/** What the window remembers between starts. */
export const settings = z.object({
  theme: theme.default('system'),
  /** The language of the window. */
  language: language.default('system'),
  recentDatasets: recentDatasets.default([]),
  /** How these, and the samples, are read, the last one used first. */
  datasetChoices: datasetChoices.default([]),
  /** The last recipe, to begin the next one with; null until there is one. */
  recipe: lastRecipe.default(null),
  /** Whether the hub may not be asked for anything. */
  offline: offline.default(false),
  /** Whether the tour of the first start is over. */
  hasToured: z.boolean().default(false),
})
export type Settings = z.infer<typeof settings>

/** Not `settings.partial()`, which fills in the defaults and so would reset what is left out. */
export const settingsChange = z
  .object({ theme, language, recentDatasets, datasetChoices, recipe: lastRecipe, offline, hasToured: z.boolean() })
  .partial()

/** A field that cannot be read has its default, but for `offline`: who may have switched the network off keeps it off. */
const forgiving = z.object({
  theme: theme.catch('system'),
  language: language.default('system').catch('system'),
  recentDatasets: z
    .array(z.unknown())
    .transform((all) => all.filter((one) => typeof one === 'string'))
    .catch([]),
  datasetChoices: z
    .array(z.unknown())
    .transform((all) => all.flatMap((one) => keptChoice.safeParse(one).data ?? []))
    .catch([]),
  recipe: storedRecipe.nullable().catch(null),
  offline: offline.default(false).catch(true),
  hasToured: z.boolean().default(false).catch(true),
})

/**
 * Settings as they were stored: undefined where nothing was, which is the first start. Whatever else is no object was
 * damaged.
 */
export function readSettings(stored: unknown): Settings {
  if (stored === undefined) return settings.parse({})
  return forgiving.safeParse(stored).data ?? settings.parse({ offline: true })
}

/**
 * What is to be stored for settings: what is stored already, with what has changed since it was read. So a field that is
 * unknown here stays, and one that cannot be read stays until a person chooses another value.
 */
export function mergeSettings(stored: unknown, value: Settings): Record<string, unknown> {
  return isObject(stored)
    ? { ...stored, ...Object.fromEntries(changedKeys(stored, value).map((key) => [key, value[key]])) }
    : value
}

/** Whether {@link mergeSettings} drops something that this version does not understand. */
export function isLossy(stored: unknown, value: Settings): boolean {
  if (!isObject(stored)) return stored !== undefined
  return changedKeys(stored, value).some((key) => key in stored && !settings.shape[key].safeParse(stored[key]).success)
}

function changedKeys(stored: Readonly<Record<string, unknown>>, value: Settings): (keyof Settings)[] {
  const before = readSettings(stored)
  const isChanged = (key: keyof Settings): boolean => JSON.stringify(before[key]) !== JSON.stringify(value[key])
  return settings.keyof().options.filter((key) => !(key in stored) || isChanged(key))
}

function isObject(stored: unknown): stored is Readonly<Record<string, unknown>> {
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored)
}
