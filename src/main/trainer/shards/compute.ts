import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Params } from '../../../shared/contract.ts'
import type { ShardResult } from '../../../shared/feature-shards.ts'
import { at } from '../../../shared/at.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { makeTemporaryFolder } from '../../disk/temporary-folder.ts'
import { startBackend } from '../backend/tf.ts'
import { computeFeatures } from '../features/compute-features.ts'
import { openShards } from '../features/shard.ts'
import { openTrunk } from '../trunk/trunk.ts'
import { openPlan } from './plan.ts'
import { doneOf, type ShardStore } from './store.ts'
import { withWork, type OnProgress, type Work } from './work.ts'

/**
 * Computes those shards of a part that the store lacks, one after another, and publishes each. A shard that another
 * process publishes meanwhile is the same.
 * @throws LastlayerError
 */
export async function computeShards(
  { recipe, store: root, part, plan }: Params<'computeShards'>,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<ShardResult> {
  const startedAt = performance.now()
  return withWork(recipe, signal, onProgress, async (work) => {
    const { store, manifest } = await openPlan(work, root, signal, onProgress)
    if (plan !== undefined && plan !== basename(store.folder)) {
      throw new LastlayerError(
        'usage',
        `${recipe.dataset} or ${recipe.model} is not what it is on the machine that planned the work, or Lastlayer is another version here.`,
      )
    }
    const own = work.shards.map((_, number) => number).filter((number) => number % part.of === part.index)
    const done = await doneOf(store, manifest, own)
    const missing = own.filter((number) => !done.has(number))
    const total = missing.reduce((sum, number) => sum + at(work.shards, number).length, 0)
    let texts = 0
    for (const number of missing) {
      const before = texts
      const tell = (count: number): void =>
        onProgress({ phase: 'features', done: before + count, total, unit: 'texts' })
      await computeShard(work, store, number, signal, tell)
      texts += at(work.shards, number).length
    }
    const seconds = (performance.now() - startedAt) / 1000
    return { computed: missing.length, present: own.length - missing.length, texts, seconds }
  })
}

/** Computes a shard in a folder of its own, as a cache would hold it, and publishes it for each key. */
async function computeShard(
  { dataset, tokenizer, model, recipe, shards, cachesIn }: Work,
  store: ShardStore,
  number: number,
  signal: AbortSignal,
  onDone: (count: number) => void,
): Promise<void> {
  const folder = makeTemporaryFolder('shard')
  try {
    const caches = await cachesIn(folder)
    const wanted = new Set(at(shards, number))
    const device = await startBackend()
    await computeFeatures({
      dataset: { ...dataset, examples: dataset.examples.filter(({ digest }) => wanted.has(digest)) },
      tokenizer,
      caches,
      openTrunk: (shapes) => openTrunk(model, shapes, recipe.trunk, device),
      onProgress: onDone,
      onFreed: () => undefined,
      signal,
    })
    for (const cache of caches) {
      for (const shard of (await openShards(cache.folder)).shards) await store.publish(cache.name, number, shard)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
