import type { Shard, ShardIndex } from '../features/shard.ts'
import { shardDigest, type Manifest } from './manifest.ts'

/** A shard that a store has. */
export interface StoredShard extends ShardIndex {
  readonly number: number
}

/** What is kept of one plan where all workers see it. */
export interface ShardStore {
  /** The folder of the plan, or its address. */
  readonly folder: string
  /** What the person should know of it. */
  readonly notes: readonly string[]
  /** What is to be computed; null until somebody has kept it, and where it is damaged. */
  manifest(): Promise<Manifest | null>
  /** Several who keep it at once keep the same. */
  keepManifest(wanted: Manifest): Promise<void>
  /** The valid shards of a key: those of some numbers, or all. */
  shards(key: string, wanted?: ReadonlySet<number>): Promise<StoredShard[]>
  /** Publishes a shard under its number, whole or not at all. Who publishes the same a second time changes nothing. */
  publish(key: string, number: number, shard: Shard): Promise<void>
  /** Copies a shard so that it appears whole or not at all. @returns false where it is no longer what was published */
  copy(key: string, shard: StoredShard, target: string): Promise<boolean>
}

/** Which of some shards are present and valid, for all keys of the manifest. */
export async function doneOf(
  store: ShardStore,
  { keys, shards }: Manifest,
  numbers: readonly number[],
): Promise<Set<number>> {
  let done = new Set(numbers)
  for (const key of keys) {
    const valid = (await store.shards(key, done)).filter(
      ({ number, entries }) => shards[number]?.sha256 === shardDigest(entries.map(({ digest }) => digest)),
    )
    done = new Set(valid.map(({ number }) => number))
  }
  return done
}
