import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { FeatureCache } from '../features/feature-cache.ts'

/** Texts in a shard: as many as are computed and written at once without shards, in the same batches. */
export const textsPerShard = 2048

/** Raised when a shard of an earlier version would be read wrongly. */
const version = 1

/** What is to be computed, as the store keeps it: no text, but digests of what depends on them. */
export const manifest = z.object({
  version: z.literal(version),
  /** The names of the folders of features, one for each depth: digests of everything that features depend on but texts. */
  keys: z.array(z.string()),
  shards: z.array(
    z.object({
      texts: z.int().min(1),
      /** Names its texts: see {@link shardDigest}. */
      sha256: z.string(),
      /** What its features take, in bytes. */
      bytes: z.number(),
    }),
  ),
})
export type Manifest = z.infer<typeof manifest>

/** The digests of texts, each once, in shards: by the dataset's order, so that everybody comes to the same. */
export function shardsOf(digests: Iterable<string>, size = textsPerShard): string[][] {
  const all = [...new Set(digests)]
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
}

/**
 * The manifest of some shards.
 * @param rows tokens of a text by its digest
 */
export function manifestOf(
  shards: readonly (readonly string[])[],
  caches: readonly FeatureCache[],
  rows: ReadonlyMap<string, number>,
): Manifest {
  const bytesOf = (digests: readonly string[]): number =>
    caches.reduce((sum, cache) => sum + cache.bytesPerRow * rowsIn(cache, digests, rows), 0)
  return {
    version,
    keys: caches.map(({ name }) => name),
    shards: shards.map((digests) => ({ texts: digests.length, sha256: shardDigest(digests), bytes: bytesOf(digests) })),
  }
}

function rowsIn({ key }: FeatureCache, digests: readonly string[], rows: ReadonlyMap<string, number>): number {
  return key.output === 'first' ? digests.length : digests.reduce((sum, digest) => sum + (rows.get(digest) ?? 0), 0)
}

/** Names a plan: the same of the same texts, model and settings. */
export function planName(keys: readonly string[], shards: readonly (readonly string[])[]): string {
  return digestOf([...keys, ...shards.map(shardDigest)]).slice(0, 32)
}

/** sha256 of the digests of some texts, in whatever order they were computed. */
export function shardDigest(digests: readonly string[]): string {
  return digestOf(digests.toSorted())
}

function digestOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}
