import { join } from 'node:path'
import type { Recipe } from '../../../shared/recipe.ts'
import { readCorrections, writeCorrections } from '../../run-files/corrections-file.ts'
import { readRecipe } from '../../run-files/kept-file.ts'
import type { RunFolder } from './run-folder.ts'

const name = 'applied-corrections.json'

/**
 * Keeps in a run the corrections that its recipe names, whatever becomes of theirs: as they were applied, and as
 * corrections.json, where the person may go on.
 * @returns the recipe by which the run reads its dataset
 * @throws LastlayerError `usage` if they cannot be read, `output`
 */
export async function keepCorrections(run: RunFolder, recipe: Recipe): Promise<Recipe> {
  if (recipe.corrections === null) return recipe
  const corrections = await readCorrections(recipe.corrections)
  await run.writeJson(name, { corrections })
  await writeCorrections(run.path, corrections)
  return asKept(run.path, recipe)
}

/** A run's recipe by which its own texts are read again; null of a model folder. */
export async function readOwnRecipe(run: string): Promise<Recipe | null> {
  const { value } = await readRecipe(run)
  return value && asKept(run, value)
}

/** A run's recipe with the corrections that the run has kept. */
function asKept(run: string, recipe: Recipe): Recipe {
  return recipe.corrections === null ? recipe : { ...recipe, corrections: join(run, name) }
}
