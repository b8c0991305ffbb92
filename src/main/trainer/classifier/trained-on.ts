import { join, resolve } from 'node:path'
import { z } from 'zod'
import { datasetSummary } from '../../../shared/dataset-summary.ts'
import { storedRecipe, type Recipe } from '../../../shared/recipe.ts'
import { isWithin, readText } from '../../disk/confinement.ts'
import type { TrainedColumns } from '../dataset/rows/columns.ts'
import { ModelTexts } from '../model/files/model-texts.ts'

/** What a model was trained on, as far as other datasets are read alike. */
export interface TrainedOn extends Pick<Recipe, 'labelMap' | 'mergeCase'> {
  readonly columns: TrainedColumns
  /** How its own files were read; null of a model folder. */
  readonly reading: OwnReading | null
}

const ownReading = storedRecipe.pick({ dataset: true, encoding: true, separator: true, header: true, sheet: true })
type OwnReading = z.infer<typeof ownReading>

const choices = storedRecipe.pick({ labelMap: true, mergeCase: true }).extend(ownReading.shape)
const facts = datasetSummary.pick({ columns: true })

/** What a run was trained on; of a model folder, the columns that its texts were joined of. A damaged file says nothing. */
export async function trainedOn(path: string): Promise<TrainedOn> {
  const recipe = await readAs(join(path, 'recipe.json'), choices)
  const dataset = recipe === null ? null : await readAs(join(path, 'dataset.json'), facts)
  const texts = recipe === null ? await ModelTexts.read(path).catch(() => null) : null
  const columns = dataset?.columns ?? { text: texts?.config.textColumns ?? null, label: null }
  const { labelMap = [], mergeCase = false } = recipe ?? {}
  return { labelMap, mergeCase, columns, reading: recipe }
}

/** How a file is to be read: one that a run was trained on as it was then, where nothing else is asked for. */
export function readAsTrained<T extends Omit<OwnReading, 'dataset'>>(
  asked: T,
  path: string,
  { reading: own }: Pick<TrainedOn, 'reading'>,
): T {
  if (own === null || !isWithin(resolve(own.dataset), resolve(path))) return asked
  return {
    ...asked,
    encoding: asked.encoding ?? own.encoding,
    separator: asked.separator ?? own.separator,
    header: asked.header === 'auto' ? own.header : asked.header,
    sheet: asked.sheet ?? own.sheet,
  }
}

async function readAs<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readText(path)))
  } catch {
    return null
  }
}
