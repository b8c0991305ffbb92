import { z } from 'zod'
import { recipe, storedRecipe } from './recipe.ts'

const theme = z.enum(['system', 'light', 'dark'])
const recentDatasets = z.array(z.string())
const lastRecipe = recipe.nullable()
const offline = z.boolean()

/** What the window remembers between starts. */
export const settings = z.object({
  theme: theme.default('system'),
  recentDatasets: recentDatasets.default([]),
  /** The last recipe, to begin the next one with; null until there is one. */
  recipe: lastRecipe.default(null),
  /** Whether the hub may not be asked for anything. */
  offline: offline.default(false),
})
export type Settings = z.infer<typeof settings>

/** Not `settings.partial()`, which fills in the defaults and so would reset what is left out. */
export const settingsChange = z.object({ theme, recentDatasets, recipe: lastRecipe, offline }).partial()

/** A field that cannot be read has its default, but for `offline`: who may have switched the network off keeps it off. */
const forgiving = z.object({
  theme: theme.catch('system'),
  recentDatasets: recentDatasets.catch([]),
  recipe: storedRecipe.nullable().catch(null),
  offline: offline.default(false).catch(true),
})

/**
 * Settings as they were stored: undefined where nothing was, which is the first start. Whatever else is no object was
 * damaged.
 */
export function readSettings(stored: unknown): Settings {
  if (stored === undefined) return settings.parse({})
  return forgiving.safeParse(stored).data ?? settings.parse({ offline: true })
}
