import { tmpdir } from 'node:os'
import type { Params } from '../../../shared/contract.ts'
import type { ShardPlan } from '../../../shared/feature-shards.ts'
import type { FeatureCache } from '../features/feature-cache.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import { manifestOf, planName, type Manifest } from './manifest.ts'
import { openStore } from './open-store.ts'
import { doneOf, type ShardStore } from './store.ts'
import { withWork, type OnProgress, type Work } from './work.ts'

/**
 * Writes into a store what is to be computed of a dataset, or finds it there, and says how far it is.
 * @throws LastlayerError
 */
export async function planFeatures(
  { recipe, store: root }: Params<'planFeatures'>,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<ShardPlan> {
  return withWork(recipe, signal, onProgress, async (work) => {
    const { store, manifest } = await openPlan(work, root, signal, onProgress)
    const numbers = manifest.shards.map((_, number) => number)
    const done = await doneOf(store, manifest, numbers)
    return {
      folder: store.folder,
      texts: manifest.shards.reduce((sum, { texts }) => sum + texts, 0),
      shards: manifest.shards.length,
      missing: numbers.filter((number) => !done.has(number)),
      bytes: manifest.shards.reduce((sum, { bytes }) => sum + bytes, 0),
      notes: [...store.notes],
    }
  })
}

/** The plan of some work in a store, which is written if it is not there. */
export async function openPlan(
  work: Work,
  root: string,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<{ store: ShardStore; manifest: Manifest }> {
  // Only their keys matter: nothing is read or written there.
  const caches = await work.cachesIn(tmpdir())
  const name = planName(keysOf(caches), work.shards)
  const store = await openStore(root, name)
  const kept = await store.manifest()
  if (kept !== null) return { store, manifest: kept }
  const manifest = manifestOf(work.shards, caches, await countTokens(work, signal, onProgress))
  await store.keepManifest(manifest)
  return { store, manifest }
}

function keysOf(caches: readonly FeatureCache[]): string[] {
  return caches.map(({ name }) => name)
}

/** Tokens of each text by its digest, at most the maximum length. */
async function countTokens(
  { dataset, tokenizer, recipe, shards }: Work,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Map<string, number>> {
  const rows = new Map<string, number>()
  const total = shards.reduce((sum, { length }) => sum + length, 0)
  for await (const { example, text } of dataset.texts(({ digest }) => !rows.has(digest), signal)) {
    await yieldToMessages(signal)
    rows.set(example.digest, tokenizer.encode(text, recipe.maxLength).ids.length)
    if (rows.size % 1000 === 0) onProgress({ phase: 'tokenizing', done: rows.size, total, unit: 'texts' })
  }
  return rows
}
