import { resolve } from 'node:path'
import type { Recipe } from '../../../shared/recipe.ts'
import { isWithin } from '../../disk/confinement.ts'
import { readDatasetSummary, readRecipe } from '../../run-files/kept-file.ts'
import type { TrainedColumns } from '../dataset/rows/columns.ts'
import { ModelTexts } from '../model/files/model-texts.ts'

/** What a model was trained on, as far as other datasets are read alike. */
export interface TrainedOn extends Pick<Recipe, 'labelMap' | 'mergeCase'> {
  readonly columns: TrainedColumns
  /** How its own files were read; null of a model folder. */
  readonly reading: OwnReading | null
}

type TableReading = Pick<Recipe, 'encoding' | 'separator' | 'header' | 'sheet'>
type OwnReading = Pick<Recipe, 'dataset' | 'resplit'> & TableReading

/** What a run was trained on; of a model folder, the columns that its texts were joined of. A damaged file says nothing. */
export async function trainedOn(path: string): Promise<TrainedOn> {
  const { value: recipe } = await readRecipe(path)
  const dataset = recipe === null ? null : (await readDatasetSummary(path)).value
  const texts = recipe === null ? await ModelTexts.read(path).catch(() => null) : null
  const columns = dataset?.columns ?? { text: texts?.config.textColumns ?? null, label: null }
  const { labelMap = [], mergeCase = false } = recipe ?? {}
  return { labelMap, mergeCase, columns, reading: recipe }
}

/** How a file is to be read: one that a run was trained on as it was then, where nothing else is asked for. */
export function readAsTrained<T extends TableReading>(
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

/** Whether a dataset is the one that a run was trained on. */
export function isOwnData(path: string, { reading: own }: Pick<TrainedOn, 'reading'>): boolean {
  return own !== null && resolve(own.dataset) === resolve(path)
}
