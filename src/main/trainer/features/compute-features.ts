import type { Dataset } from '../dataset/dataset.ts'
import { concatenateIds, equalLengthBatches } from '../tokens/equal-length.ts'
import type { TextTokenizer, TokenIds } from '../tokens/tokenizer.ts'
import type { Trunk, TrunkShape } from '../trunk/trunk-shape.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import type { FeatureCache } from './feature-cache.ts'
import { packRows } from './rows.ts'
import type { ShardWriter } from './shard.ts'
import { at } from '../../../shared/at.ts'

/** Texts that are tokenized, sorted by length and written as one shard: bounds memory, whatever the dataset's size. */
const window = 2048
/** Tokens in one call of the trunk. */
const tokensPerBatch = 4096

interface Job extends TokenIds {
  readonly digest: string
}

export interface ComputeOptions {
  readonly dataset: Dataset
  readonly tokenizer: Pick<TextTokenizer, 'encode'>
  /** One cache for each depth; they share a maximum length. */
  readonly caches: readonly FeatureCache[]
  readonly openTrunk: (shapes: readonly TrunkShape[]) => Promise<Trunk>
  /** Awaited: the work may be held up. */
  readonly onProgress: (done: number, total: number) => Promise<void> | void
  /** Told of the bytes of other features that had to make room. */
  readonly onFreed: (bytes: number) => void
  readonly signal: AbortSignal
}

/**
 * Computes, in one pass, the features of every text that a cache does not hold, each text once.
 * Returns for each cache how many those were.
 */
export async function computeFeatures(options: ComputeOptions): Promise<number[]> {
  const { dataset, tokenizer, onProgress, signal } = options
  const computed = options.caches.map((cache) => missingFrom(cache, dataset).size)
  const caches = options.caches.filter((_, i) => at(computed, i) > 0)
  if (caches.length === 0) return computed

  const missing = new Set(caches.flatMap((cache) => [...missingFrom(cache, dataset)]))
  const total = missing.size
  const trunk = await options.openTrunk(caches.map(({ key }) => key))
  try {
    let done = 0
    const flush = async (jobs: Job[]): Promise<void> => {
      await writeShards(jobs, trunk, caches, options, async (count) => onProgress((done += count), total))
    }
    await onProgress(0, total)
    let jobs: Job[] = []
    for await (const { example, text } of dataset.texts(({ digest }) => missing.has(digest), signal)) {
      if (!missing.delete(example.digest)) continue
      await yieldToMessages(signal)
      jobs.push({ digest: example.digest, ...tokenizer.encode(text, at(caches, 0).key.maxLength) })
      if (jobs.length === window) {
        await flush(jobs)
        jobs = []
      }
    }
    if (jobs.length > 0) await flush(jobs)
    return computed
  } finally {
    await trunk.close()
  }
}

function missingFrom(cache: FeatureCache, { examples }: Dataset): Set<string> {
  return new Set(examples.map(({ digest }) => digest).filter((digest) => cache.find(digest) === undefined))
}

/** Writes a shard for each cache that lacks any of the texts. */
async function writeShards(
  jobs: readonly Job[],
  trunk: Trunk,
  caches: readonly FeatureCache[],
  { signal, onFreed }: Pick<ComputeOptions, 'signal' | 'onFreed'>,
  onDone: (count: number) => Promise<void>,
): Promise<void> {
  const targets: { cache: FeatureCache; index: number; writer: ShardWriter }[] = []
  try {
    for (const [index, cache] of caches.entries()) {
      const lacking = jobs.filter(({ digest }) => cache.find(digest) === undefined)
      if (lacking.length === 0) continue
      const rows = lacking.reduce((sum, { ids }) => sum + rowsOf(cache, ids.length), 0)
      targets.push({ cache, index, writer: await cache.startShard(rows * cache.bytesPerRow, onFreed) })
    }
    for (const batch of equalLengthBatches(jobs, tokensPerBatch)) {
      await yieldToMessages(signal)
      const length = at(batch, 0).ids.length
      const outputs = await trunk.run(concatenateIds(batch, length), batch.length, length)
      for (const { cache, index, writer } of targets) {
        const all = packRows(at(outputs, index), cache.key.precision, cache.dim)
        const rows = rowsOf(cache, length)
        const size = rows * cache.bytesPerRow
        for (const [i, { digest, fullLength }] of batch.entries()) {
          if (cache.find(digest) !== undefined) continue
          await writer.append({ digest, rows, fullLength }, all.subarray(i * size, (i + 1) * size))
        }
      }
      await onDone(batch.length)
    }
    for (const { cache, writer } of targets) await cache.finishShard(writer)
  } catch (error) {
    for (const { writer } of targets) await writer.discard()
    throw error
  }
}

/** Rows of features that a cache keeps of a text of so many tokens. */
function rowsOf({ key }: FeatureCache, tokens: number): number {
  return key.output === 'first' ? 1 : tokens
}
