import { at } from '../../../shared/at.ts'
import type { Device } from '../../../shared/run-events.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { Dataset, Example } from '../dataset/dataset.ts'
import { tf } from '../backend/tf.ts'
import { FeatureReader } from '../features/feature-reader.ts'
import { prepareFeatures } from '../features/prepare-features.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import type { TextTokenizer } from '../tokens/tokenizer.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import type { Features } from './logistic.ts'

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
 * What the whole pretrained backbone makes of the first token of some texts, [examples, dim]: from the cache, which keeps
 * them as it keeps those of a run with K = 0.
 */
export async function firstTokenFeatures(examples: readonly Example[], options: FirstTokenOptions): Promise<Features> {
  const { model, signal } = options
  const { cache } = await prepareFeatures({
    ...options,
    recipe: { ...options.recipe, unfreeze: 0, embeddings: false },
    dataset: { ...options.dataset, examples },
    depths: [0],
    onNotice: () => undefined,
  })
  const { dim } = model.config
  const values = new Float32Array(examples.length * dim)
  const reader = new FeatureReader(cache)
  try {
    for (let i = 0; i < examples.length; i++) {
      await yieldToMessages(signal)
      const { x, mask } = reader.read([at(examples, i).digest])
      values.set(x.dataSync(), i * dim)
      tf.dispose([x, mask])
    }
  } finally {
    reader.close()
  }
  return { values, dim }
}
