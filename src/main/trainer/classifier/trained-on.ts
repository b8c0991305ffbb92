import { join } from 'node:path'
import type { z } from 'zod'
import { datasetSummary } from '../../../shared/dataset-summary.ts'
import { storedRecipe, type Recipe } from '../../../shared/recipe.ts'
import { readText } from '../../disk/confinement.ts'
import type { TrainedColumns } from '../dataset/rows/columns.ts'
import { ModelTexts } from '../model/files/model-texts.ts'

/** What a model was trained on, as far as other datasets are read alike. */
export interface TrainedOn extends Pick<Recipe, 'labelMap' | 'mergeCase'> {
  readonly columns: TrainedColumns
}

const choices = storedRecipe.pick({ labelMap: true, mergeCase: true })
const facts = datasetSummary.pick({ columns: true })

/** What a run was trained on; of a model folder, the columns that its texts were joined of. A damaged file says nothing. */
export async function trainedOn(path: string): Promise<TrainedOn> {
  const recipe = await readAs(join(path, 'recipe.json'), choices)
  const dataset = recipe === null ? null : await readAs(join(path, 'dataset.json'), facts)
  const texts = recipe === null ? await ModelTexts.read(path).catch(() => null) : null
  const columns = dataset?.columns ?? { text: texts?.config.textColumns ?? null, label: null }
  return { labelMap: [], mergeCase: false, ...recipe, columns }
}

async function readAs<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readText(path)))
  } catch {
    return null
  }
}
