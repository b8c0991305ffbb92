import { createHash } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Precision, Recipe } from '../../../shared/recipe.ts'
import { featuresRoot, makeRoomForFeatures, useFeatures } from '../../cache/feature-folders.ts'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import type { TextTokenizer } from '../tokens/tokenizer.ts'
import { trunkDigest } from '../trunk/trunk.ts'
import type { TrunkShape } from '../trunk/trunk-shape.ts'
import { bytesPerRow } from './rows.ts'
import { deleteShard, isIntact, openShards, ShardWriter, type Shard, type ShardEntry } from './shard.ts'

/** Everything that a text's features depend on besides the text. */
export interface FeatureKey {
  readonly trunk: string
  readonly depth: number
  readonly output: TrunkShape['output']
  readonly precision: Precision
  readonly tokenizer: string
  readonly maxLength: number
  readonly stripHtml: boolean
}

/** The key under which a recipe's features are kept. */
export async function featureKey(
  model: ModelFolder,
  tokenizer: TextTokenizer,
  shape: TrunkShape,
  { maxLength, stripHtml, trunk }: Recipe,
): Promise<FeatureKey> {
  return { ...shape, trunk: await trunkDigest(model, shape, trunk), tokenizer: tokenizer.digest, maxLength, stripHtml }
}

/** Where the features of one text lie. */
export interface Location extends ShardEntry {
  readonly path: string
}

/** Raised when the arrangement of the bytes in a shard changes. */
const layout = 1

/** The features of many texts on disk under one key, found by the digest of a text. */
export class FeatureCache {
  readonly #locations = new Map<string, Location>()
  readonly #shards: Shard[] = []

  private constructor(
    private readonly root: string,
    readonly folder: string,
    readonly key: FeatureKey,
    readonly dim: number,
    private readonly damaged: number,
  ) {}

  /**
   * Opens what there is for a key. Only indexes are read; shards whose index is damaged are deleted.
   * @param root the folder of caches
   */
  static async open(root: string, key: FeatureKey, dim: number): Promise<FeatureCache> {
    const name = createHash('sha256')
      .update(JSON.stringify({ layout, ...key }))
      .digest('hex')
      .slice(0, 32)
    const folder = join(featuresRoot(root), name)
    // Earlier versions kept them one folder lower. Mostly there are none, or there are newer ones.
    await rename(join(featuresRoot(root), 'features', name), folder).catch(() => undefined)
    const { shards, damaged } = await openShards(folder)
    const cache = new FeatureCache(root, folder, key, dim, damaged)
    for (const shard of shards) cache.#add(shard)
    return cache
  }

  /** A digest of its key: folders of the same features have the same name everywhere. */
  get name(): string {
    return basename(this.folder)
  }

  get bytesPerRow(): number {
    return bytesPerRow(this.key.precision, this.dim)
  }

  find(digest: string): Location | undefined {
    return this.#locations.get(digest)
  }

  /**
   * Reads every shard that holds one of these texts once and deletes those that do not match their checksum.
   * Returns how many shards were damaged, here or as it was opened; their texts are then missing and will be computed again.
   */
  async verify(digests: Iterable<string>): Promise<number> {
    const needed = new Set<string>()
    for (const digest of digests) {
      const location = this.find(digest)
      if (location !== undefined) needed.add(location.path)
    }
    let { damaged } = this
    for (const shard of this.#shards) {
      if (!needed.has(shard.path) || (await isIntact(shard))) continue
      damaged++
      await deleteShard(shard)
      for (const { digest } of shard.entries) {
        if (this.find(digest)?.path === shard.path) this.#locations.delete(digest)
      }
    }
    return damaged
  }

  /** Keeps other processes from deleting it until `releaseFeatures`. */
  async use(): Promise<void> {
    await useFeatures(this.folder)
  }

  /**
   * Begins a shard, for which features that were used longest ago may have to go.
   * @param bytes an upper bound of what will be written
   * @param onFreed is told of the bytes that had to go
   */
  async startShard(bytes: number, onFreed: (bytes: number) => void): Promise<ShardWriter> {
    const freed = await makeRoomForFeatures(this.root, bytes)
    if (freed > 0) onFreed(freed)
    const writer = await ShardWriter.create(this.folder, bytes)
    await writeFileAtomic(join(this.folder, 'key.json'), JSON.stringify(this.key, null, 2))
    return writer
  }

  async finishShard(writer: ShardWriter): Promise<void> {
    this.#add(await writer.finish())
  }

  #add(shard: Shard): void {
    const { path, entries } = shard
    this.#shards.push(shard)
    for (const entry of entries) this.#locations.set(entry.digest, { ...entry, path })
  }
}
