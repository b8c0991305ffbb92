import type { Recipe } from '../../../shared/recipe.ts'
import type { Device, FeatureReport } from '../../../shared/run-events.ts'
import type { Dataset } from '../dataset/dataset.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import type { TextTokenizer } from '../tokens/tokenizer.ts'
import { openTrunk } from '../trunk/trunk.ts'
import { featureDim, trunkShape } from '../trunk/trunk-shape.ts'
import { computeFeatures } from './compute-features.ts'
import { FeatureCache, featureKey } from './feature-cache.ts'
import { int8Sentence, tryInt8 } from './int8-trial.ts'
import { at } from '../../../shared/at.ts'

export interface PrepareOptions {
  readonly dataset: Dataset
  readonly model: ModelFolder
  readonly tokenizer: TextTokenizer
  readonly recipe: Recipe
  /** Depths K whose features are wanted: the run's own first, then others that are computed in the same pass. */
  readonly depths: readonly number[]
  readonly cacheRoot: string
  readonly device: Device
  /** Awaited: the work may be held up. */
  readonly onProgress: (done: number, total: number) => Promise<void> | void
  readonly onNotice: (message: string) => void
  readonly signal: AbortSignal
}

export interface PreparedFeatures {
  /** For each depth, in order, the features of every example. */
  readonly caches: readonly FeatureCache[]
  readonly report: FeatureReport
  /** Examples that lost their end. */
  readonly truncated: number
}

/**
 * Brings the cache to hold the features of every example at every depth, computing only what is missing. They are in use
 * until `releaseFeatures`.
 */
export async function prepareFeatures(options: PrepareOptions): Promise<PreparedFeatures> {
  const { dataset, model, tokenizer, recipe, device, onProgress, onNotice, signal } = options
  const startedAt = performance.now()
  const digests = new Set(dataset.examples.map(({ digest }) => digest))
  const caches = await openCaches(options)
  for (const cache of caches) {
    await cache.use()
    const damaged = await cache.verify(digests)
    if (damaged > 0) onNotice(`${damaged} damaged feature files were deleted; their texts are computed again.`)
  }
  let freed = 0
  const counts = await computeFeatures({
    dataset,
    tokenizer,
    caches,
    openTrunk: (shapes) => openTrunk(model, shapes, recipe.trunk, device),
    onProgress,
    onFreed: (bytes) => (freed += bytes),
    signal,
  })
  if (freed > 0) onNotice(`${Math.ceil(freed / 1e6)} MB of features used longest ago made room for these.`)
  const computed = at(counts, 0)
  const seconds = (performance.now() - startedAt) / 1000
  if (recipe.trunk === 'int8' && computed > 0 && at(caches, 0).key.output !== 'ids') {
    onNotice(int8Sentence(await tryInt8({ ...options, shape: at(caches, 0).key })))
  }
  if (counts.every((count) => count === 0))
    onNotice(`The features of all ${digests.size} texts came from the cache; none was computed again.`)

  const cache = at(caches, 0)
  const isCut = (digest: string): boolean => (cache.find(digest)?.fullLength ?? 0) > recipe.maxLength
  const truncated = dataset.examples.filter(({ digest }) => isCut(digest)).length
  if (truncated > 0) {
    const share = `${truncated} of ${dataset.examples.length} texts`
    onNotice(`${share} are longer than ${recipe.maxLength} tokens and lose their end.`)
  }
  return { caches, report: { seconds, computed, fromCache: digests.size - computed }, truncated }
}

/** What a cache holds at some depths, in their order. */
export async function openCaches({
  model,
  tokenizer,
  recipe,
  depths,
  cacheRoot,
}: Pick<PrepareOptions, 'model' | 'tokenizer' | 'recipe' | 'depths' | 'cacheRoot'>): Promise<FeatureCache[]> {
  const caches: FeatureCache[] = []
  for (const depth of depths) {
    // The embeddings are trained with all blocks only; other depths are prepared for others.
    const embeddings = recipe.embeddings && depth > 0
    const shape = trunkShape(model, depth, { ...recipe, embeddings })
    const key = await featureKey(model, tokenizer, shape, recipe)
    caches.push(await FeatureCache.open(cacheRoot, key, featureDim(model, shape)))
  }
  return caches
}
