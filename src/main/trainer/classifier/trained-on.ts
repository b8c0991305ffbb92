import { join } from 'node:path'
import type { z } from 'zod'
import { datasetSummary } from '../../../shared/dataset-summary.ts'
import { storedRecipe, type Recipe } from '../../../shared/recipe.ts'
import { readText } from '../../disk/confinement.ts'

/** What a run was trained on, as far as other datasets are read alike. */
export interface TrainedOn extends Pick<Recipe, 'labelMap' | 'mergeCase'> {
  /** As --text-column and --label-column take them; null for what was no table. */
  readonly columns: { readonly text: string; readonly label: string } | null
}

const choices = storedRecipe.pick({ labelMap: true, mergeCase: true })
const facts = datasetSummary.pick({ columns: true })

/** What a run was trained on. Of a model folder, and where a file is damaged, nothing is known. */
export async function trainedOn(run: string): Promise<TrainedOn> {
  const recipe = await readAs(join(run, 'recipe.json'), choices)
  const dataset = recipe === null ? null : await readAs(join(run, 'dataset.json'), facts)
  return { labelMap: [], mergeCase: false, ...recipe, columns: dataset?.columns ?? null }
}

async function readAs<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readText(path)))
  } catch {
    return null
  }
}
