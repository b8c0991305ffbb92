import { createReadStream } from 'node:fs'
import { basename, join } from 'node:path'
import { makeFolder, writeStreamAtomic, writing } from '../../disk/atomic-files.ts'
import { readJsonAs, writeSealed } from '../../disk/sealed-json.ts'
import { indexOf, isIntact, openShards, type Shard } from '../features/shard.ts'
import { manifest, shardDigest, type Manifest } from './manifest.ts'

const manifestFile = 'manifest.json'

/** What is kept of one plan in a folder that all workers see, such as a network disk's. */
export class FolderStore {
  private constructor(readonly folder: string) {}

  /** @throws LastlayerError `output` if the folder cannot be made */
  static async open(root: string, plan: string): Promise<FolderStore> {
    const folder = join(root, plan)
    await writing(folder, () => makeFolder(folder))
    return new FolderStore(folder)
  }

  /** What is to be computed; null until somebody has kept it, and where it is damaged. */
  manifest(): Promise<Manifest | null> {
    return readJsonAs(join(this.folder, manifestFile), manifest)
  }

  /** Several who keep it at once keep the same. @throws LastlayerError `output` */
  async keepManifest(wanted: Manifest): Promise<void> {
    await writeSealed(join(this.folder, manifestFile), wanted)
  }

  /** The numbers of the shards that are present and valid, for all keys of the manifest. */
  async done({ keys, shards }: Manifest): Promise<Set<number>> {
    const counts = new Map<number, number>()
    for (const key of keys) {
      for (const shard of await this.shards(key)) {
        const number = numberOf(shard)
        const texts = shardDigest(shard.entries.map(({ digest }) => digest))
        if (shards[number]?.sha256 === texts) counts.set(number, (counts.get(number) ?? 0) + 1)
      }
    }
    return new Set([...counts].filter(([, count]) => count === keys.length).map(([number]) => number))
  }

  /** The valid shards of a key. */
  async shards(key: string): Promise<Shard[]> {
    const { shards } = await openShards(join(this.folder, key))
    const valid = await Promise.all(shards.map(isIntact))
    return shards.filter((_, i) => valid[i])
  }

  /**
   * Publishes a shard under its number, whole or not at all: the features first, then the index that vouches for them.
   * Who publishes the same a second time changes nothing.
   */
  async publish(key: string, number: number, shard: Shard): Promise<void> {
    const folder = join(this.folder, key)
    await writing(folder, () => makeFolder(folder))
    await copyShard(shard, join(folder, `${String(number).padStart(6, '0')}.features`))
  }
}

/** Copies a shard so that it appears whole or not at all: its index, which vouches for it, comes last. */
export async function copyShard({ path, ...index }: Shard, target: string): Promise<void> {
  await writeStreamAtomic(target, createReadStream(path) as AsyncIterable<Buffer>)
  await writeSealed(indexOf(target), index)
}

/** The number of a published shard. */
export function numberOf({ path }: Shard): number {
  return Number(basename(path, '.features'))
}
