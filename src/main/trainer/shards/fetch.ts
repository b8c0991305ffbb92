import { basename, join } from 'node:path'
import type { Params } from '../../../shared/contract.ts'
import type { FetchResult } from '../../../shared/feature-shards.ts'
import { makeRoomForFeatures, releaseFeatures } from '../../cache/feature-folders.ts'
import { stopIfCancelled } from '../dataset/bytes/files.ts'
import { openPlan } from './plan.ts'
import { withWork, type OnProgress } from './work.ts'

/**
 * Copies what a store has of a dataset's features into the cache, where a run finds them.
 * @throws LastlayerError
 */
export async function fetchFeatures(
  { recipe, store: root, places }: Params<'fetchFeatures'>,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<FetchResult> {
  return withWork(recipe, signal, onProgress, async (work) => {
    const { store, manifest } = await openPlan(work, root, signal, onProgress)
    const files = work.shards.length * manifest.keys.length
    const total = manifest.keys.length * manifest.shards.reduce((sum, { texts }) => sum + texts, 0)
    let [fetched, seen, texts, bytes] = [0, 0, 0, 0]
    try {
      for (const cache of await work.cachesIn(places.cache)) {
        await cache.use()
        for (const shard of await store.shards(cache.name)) {
          stopIfCancelled(signal)
          texts += shard.entries.length
          onProgress({ phase: 'features', done: texts, total, unit: 'texts' })
          if (!shard.entries.every(({ digest }) => cache.find(digest) !== undefined)) {
            await makeRoomForFeatures(places.cache, shard.bytes)
            // Under a name of the plan: shards of others may have the same number.
            const target = join(cache.folder, `${basename(store.folder)}-${shard.number}.features`)
            if (!(await store.copy(cache.name, shard, target))) continue
            fetched++
            bytes += shard.bytes
          }
          seen++
        }
      }
    } finally {
      await releaseFeatures()
    }
    return { fetched, missing: files - seen, bytes }
  })
}
