import { LastlayerError } from '../../../shared/errors.ts'
import type { Dataset } from '../dataset/dataset.ts'
import type { TextTokenizer, TokenIds } from '../tokens.ts'
import type { Trunk } from '../trunk/trunk.ts'
import type { FeatureCache } from './feature-cache.ts'

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
  readonly openTrunk: () => Promise<Trunk>
  readonly cache: FeatureCache
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/** Computes the features of every text that the cache does not hold, each text once. Returns how many those were. */
export async function computeFeatures(options: ComputeOptions): Promise<number> {
  const { dataset, tokenizer, cache, onProgress, signal } = options
  const missing = new Set<string>()
  for (const { digest } of dataset.examples) if (cache.find(digest) === undefined) missing.add(digest)
  const total = missing.size
  if (total === 0) return 0

  const trunk = await options.openTrunk()
  try {
    let done = 0
    const flush = async (jobs: Job[]): Promise<void> => {
      await writeShard(jobs, trunk, cache, signal, (count) => onProgress((done += count), total))
    }
    onProgress(0, total)
    let jobs: Job[] = []
    for await (const { example, text } of dataset.texts(({ digest }) => missing.has(digest), signal)) {
      if (!missing.delete(example.digest)) continue
      jobs.push({ digest: example.digest, ...tokenizer.encode(text, cache.key.maxLength) })
      if (jobs.length === window) {
        await flush(jobs)
        jobs = []
      }
    }
    if (jobs.length > 0) await flush(jobs)
    return total
  } finally {
    await trunk.close()
  }
}

async function writeShard(
  jobs: readonly Job[],
  trunk: Trunk,
  cache: FeatureCache,
  signal: AbortSignal,
  onDone: (count: number) => void,
): Promise<void> {
  const rowsOf = ({ ids }: Job): number => (cache.key.output === 'first' ? 1 : ids.length)
  const bytes = jobs.reduce((sum, job) => sum + rowsOf(job), 0) * cache.bytesPerRow
  const writer = await cache.startShard(bytes)
  try {
    for (const batch of equalLengthBatches(jobs, tokensPerBatch)) {
      if (signal.aborted) throw new LastlayerError('cancelled', 'Stopped.')
      const length = batch[0].ids.length
      const rows = rowsOf(batch[0])
      const features = await trunk.run(concatenateIds(batch, length), batch.length, length)
      const all = new Uint8Array(features.buffer, features.byteOffset, features.byteLength)
      const size = rows * cache.bytesPerRow
      for (const [i, { digest, fullLength }] of batch.entries()) {
        await writer.append({ digest, rows, fullLength }, all.subarray(i * size, (i + 1) * size))
      }
      onDone(batch.length)
    }
    await cache.finishShard(writer)
  } catch (error) {
    await writer.discard()
    throw error
  }
}

/** Batches of texts of one length, shortest first, of at most `tokens` tokens but at least one text. */
export function* equalLengthBatches<T extends { readonly ids: Int32Array }>(
  texts: readonly T[],
  tokens: number,
): Generator<T[]> {
  const sorted = [...texts].sort((a, b) => a.ids.length - b.ids.length)
  let batch: T[] = []
  for (const text of sorted) {
    const length = text.ids.length
    if (batch.length > 0 && (batch[0].ids.length !== length || (batch.length + 1) * length > tokens)) {
      yield batch
      batch = []
    }
    batch.push(text)
  }
  if (batch.length > 0) yield batch
}

/** Row-major [batch, length]. */
export function concatenateIds(batch: readonly { readonly ids: Int32Array }[], length: number): Int32Array {
  const ids = new Int32Array(batch.length * length)
  batch.forEach((text, i) => ids.set(text.ids, i * length))
  return ids
}
