import { createReadStream } from 'node:fs'
import { basename, join } from 'node:path'
import { shardName } from '../../../shared/feature-shards.ts'
import { makeFolder, writeStreamAtomic, writing } from '../../disk/atomic-files.ts'
import { readJsonAs, writeSealed } from '../../disk/sealed-json.ts'
import { indexOf, isIntact, openShards, type Shard } from '../features/shard.ts'
import { manifest, type Manifest } from './manifest.ts'
import type { ShardStore, StoredShard } from './store.ts'

const manifestFile = 'manifest.json'

/** What is kept of one plan in a folder that all workers see, such as a network disk's. */
export class FolderStore implements ShardStore {
  readonly notes = []

  private constructor(readonly folder: string) {}

  /** @throws LastlayerError `output` if the folder cannot be made */
  static async open(root: string, plan: string): Promise<FolderStore> {
    const folder = join(root, plan)
    await writing(folder, () => makeFolder(folder))
    return new FolderStore(folder)
  }

  manifest(): Promise<Manifest | null> {
    return readJsonAs(join(this.folder, manifestFile), manifest)
  }

  /** @throws LastlayerError `output` */
  async keepManifest(wanted: Manifest): Promise<void> {
    await writeSealed(join(this.folder, manifestFile), wanted)
  }

  async shards(key: string, wanted?: ReadonlySet<number>): Promise<StoredShard[]> {
    const { shards } = await openShards(join(this.folder, key))
    const stored: StoredShard[] = []
    for (const shard of shards) {
      const { path, ...index } = shard
      const number = Number(basename(path, '.features'))
      if ((wanted?.has(number) ?? true) && (await isIntact(shard))) stored.push({ number, ...index })
    }
    return stored
  }

  async publish(key: string, number: number, shard: Shard): Promise<void> {
    const folder = join(this.folder, key)
    await writing(folder, () => makeFolder(folder))
    await copyShard(shard, this.#features(key, number))
  }

  /** Its bytes were looked at as it was listed. */
  async copy(key: string, { number, ...index }: StoredShard, target: string): Promise<boolean> {
    await copyShard({ path: this.#features(key, number), ...index }, target)
    return true
  }

  #features(key: string, number: number): string {
    return join(this.folder, key, `${shardName(number)}.features`)
  }
}

/** Copies a shard so that it appears whole or not at all: its index, which vouches for it, comes last. */
async function copyShard({ path, ...index }: Shard, target: string): Promise<void> {
  await writeStreamAtomic(target, createReadStream(path) as AsyncIterable<Buffer>)
  await writeSealed(indexOf(target), index)
}
