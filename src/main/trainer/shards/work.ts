import type { Recipe } from '../../../shared/recipe.ts'
import type { ReadingProgress } from '../../../shared/reading-progress.ts'
import { trainableBlocks } from '../../../shared/training-depth.ts'
import { datasetOptions, readDataset, type Dataset } from '../dataset/dataset.ts'
import { openCaches } from '../features/prepare-features.ts'
import type { FeatureCache } from '../features/feature-cache.ts'
import { openModel } from '../model/locate-model.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { fitLength } from '../tokens/fitted-length.ts'
import { checkMaxLength, TextTokenizer } from '../tokens/tokenizer.ts'
import { shardsOf } from './manifest.ts'

/** What every part of the work on shards begins with: the same, whoever opens it. */
export interface Work {
  readonly recipe: Recipe
  readonly model: ModelFolder
  readonly tokenizer: TextTokenizer
  readonly dataset: Dataset
  /** The digests of the texts of each shard. */
  readonly shards: readonly (readonly string[])[]
  /** Opens the caches of a folder: one for the run's own depth, one for that of the yardstick, K = 0. */
  readonly cachesIn: (root: string) => Promise<FeatureCache[]>
}

export type OnProgress = (progress: ReadingProgress) => void

/**
 * Reads the dataset and opens the model of a recipe, works with them, and closes the model.
 * @throws LastlayerError as the run itself would
 */
export async function withWork<T>(
  given: Recipe,
  signal: AbortSignal,
  onProgress: OnProgress,
  act: (work: Work) => Promise<T>,
): Promise<T> {
  const model = await openModel(given.model)
  try {
    checkMaxLength(model.config, given.maxLength)
    const tokenizer = TextTokenizer.open(model)
    const onRows = (done: number): void => onProgress({ phase: 'reading', done, total: done, unit: 'rows' })
    const dataset = await readDataset(datasetOptions(given), onRows, signal)
    const { recipe } = await fitLength(given, dataset, tokenizer, model.config.positions, signal)
    const depths = [...new Set([trainableBlocks(recipe, model.config.blocks), 0])]
    return await act({
      recipe,
      model,
      tokenizer,
      dataset,
      shards: shardsOf(dataset.examples.map(({ digest }) => digest)),
      cachesIn: (cacheRoot) => openCaches({ model, tokenizer, recipe, depths, cacheRoot }),
    })
  } finally {
    await model.close()
  }
}
