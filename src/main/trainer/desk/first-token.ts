import { at } from '../../../shared/at.ts'
import type { Device } from '../../../shared/run-events.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { Dataset, Example } from '../dataset/dataset.ts'
import { FeatureReader } from '../features/feature-reader.ts'
import { prepareFeatures } from '../features/prepare-features.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import type { TextTokenizer } from '../tokens/tokenizer.ts'
import { DenseMatrix } from '../yardsticks/matrix.ts'

export interface FirstTokenOptions {
  readonly dataset: Dataset
  readonly model: ModelFolder
  readonly tokenizer: TextTokenizer
  readonly recipe: Recipe
  readonly cacheRoot: string
  readonly device: Device
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}

/**
 * What the whole pretrained backbone makes of the first token of some texts, each feature brought to mean 0 and deviation
 * 1. Every run has put them into the cache.
 */
export async function firstTokenFeatures(
  examples: readonly Example[],
  { dataset, ...options }: FirstTokenOptions,
): Promise<DenseMatrix> {
  const { caches } = await prepareFeatures({
    ...options,
    dataset: { ...dataset, examples },
    depths: [0],
    onNotice: () => undefined,
  })
  const reader = new FeatureReader(at(caches, 0))
  try {
    return standardized(reader.vectors(examples.map(({ digest }) => digest)), options.model.config.dim)
  } finally {
    reader.close()
  }
}

/** In place. */
function standardized(values: Float32Array, columns: number): DenseMatrix {
  const rows = values.length / columns
  for (let column = 0; column < columns; column++) {
    let [sum, squares] = [0, 0]
    for (let i = column; i < values.length; i += columns) sum += at(values, i)
    const mean = sum / rows
    for (let i = column; i < values.length; i += columns) squares += (at(values, i) - mean) ** 2
    const scale = squares > 1e-12 * rows ? 1 / Math.sqrt(squares / rows) : 0
    for (let i = column; i < values.length; i += columns) values[i] = (at(values, i) - mean) * scale
  }
  return new DenseMatrix(columns, values)
}
