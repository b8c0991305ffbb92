import { isDeepStrictEqual } from 'node:util'
import { datasetChoice, type DatasetChoice } from '../../../shared/dataset-settings.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { readDatasetSummary } from '../../run-files/kept-file.ts'
import { datasetOptions, readDataset, type Dataset } from '../dataset/dataset.ts'
import { readOwnRecipe } from './kept-corrections.ts'

/**
 * The own data of a run that had their parts made anew, in the same parts; null of any other run, and where the data, or
 * what is asked of them, are not what they were.
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function readHeldOut(run: string, choice: DatasetChoice, signal: AbortSignal): Promise<Dataset | null> {
  const recipe = await readOwnRecipe(run)
  const own = (await readDatasetSummary(run)).value
  if (recipe?.resplit !== true || own === null) return null
  try {
    const dataset = await readDataset(datasetOptions({ ...recipe, ...askedOf(choice) }), undefined, signal)
    return dataset.summary.fingerprint === own.fingerprint ? dataset : null
  } catch (error) {
    // What cannot be trained on any more may still be measured.
    if (error instanceof LastlayerError && error.code === 'dataset') return null
    throw error
  }
}

/** The settings that say something. */
function askedOf(choice: DatasetChoice): Partial<DatasetChoice> {
  const silent = datasetChoice.parse({ dataset: choice.dataset })
  const asked = Object.entries(choice).filter(
    ([key, value]) => !isDeepStrictEqual(value, silent[key as keyof DatasetChoice]),
  )
  return Object.fromEntries(asked)
}
