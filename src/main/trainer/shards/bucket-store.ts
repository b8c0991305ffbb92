import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import pMap from 'p-map'
import { shardName } from '../../../shared/feature-shards.ts'
import { Bucket } from '../../bucket/bucket.ts'
import { writeStreamAtomic } from '../../disk/atomic-files.ts'
import { parseSealed, seal, writeSealed } from '../../disk/sealed-json.ts'
import { indexOf, readIndex, type Shard, type ShardIndex } from '../features/shard.ts'
import { manifest, type Manifest } from './manifest.ts'
import type { ShardStore, StoredShard } from './store.ts'

/** Indexes that are read at once. */
const concurrency = 8

/**
 * What is kept of one plan in a bucket. Features lie under the digest of their bytes, so that two who publish a shard at
 * once cannot mix theirs; the index, written after them, says whose are meant.
 */
export class BucketStore implements ShardStore {
  private constructor(
    private readonly bucket: Bucket,
    private readonly plan: string,
    readonly notes: readonly string[],
  ) {}

  static async open(root: string, plan: string): Promise<BucketStore> {
    const bucket = await Bucket.open(root)
    const note = (await bucket.keepsFirst())
      ? 'The store keeps the first of two that write one shard (If-None-Match).'
      : 'The store keeps the last of two that write one shard: it does not heed If-None-Match. Both are whole.'
    return new BucketStore(bucket, plan, [note])
  }

  get folder(): string {
    return this.bucket.addressOf(this.plan)
  }

  async manifest(): Promise<Manifest | null> {
    const text = await this.bucket.readText(this.#manifest)
    return text === null ? null : (manifest.safeParse(parseSealed(text)).data ?? null)
  }

  async keepManifest(wanted: Manifest): Promise<void> {
    await this.#write(this.#manifest, wanted)
  }

  async shards(key: string, wanted?: ReadonlySet<number>): Promise<StoredShard[]> {
    const sizes = await this.bucket.list(`${this.plan}/${key}/`)
    const numbers = [...sizes.keys()].flatMap((name) => {
      const digits = /\/(\d+)\.json$/.exec(name)?.[1]
      const number = Number(digits)
      return digits !== undefined && (wanted?.has(number) ?? true) ? [number] : []
    })
    const found = await pMap(numbers, (number) => this.#index(key, number), { concurrency })
    return found.flatMap((index, i) => {
      const number = numbers[i] ?? 0
      const isThere = index !== null && sizes.get(this.#features(key, number, index)) === index.bytes
      return isThere ? [{ number, ...index }] : []
    })
  }

  async publish(key: string, number: number, { path, ...index }: Shard): Promise<void> {
    await this.bucket.write(this.#features(key, number, index), index.bytes, () => createReadStream(path))
    const name = this.#name(key, number)
    if (await this.bucket.writeNew(`${name}.json`, JSON.stringify(seal(index)))) return
    // Somebody was first, or left what is damaged.
    const [kept] = await this.shards(key, new Set([number]))
    if (kept === undefined) await this.#write(`${name}.json`, index)
  }

  /** What does not have its checksum is no longer vouched for: somebody computes it again. */
  async copy(key: string, { number, ...index }: StoredShard, target: string): Promise<boolean> {
    const chunks = await this.bucket.read(this.#features(key, number, index))
    if (chunks === null) return false
    try {
      await writeStreamAtomic(target, checked(chunks, index))
    } catch (error) {
      if (!(error instanceof Damage)) throw error
      await this.bucket.delete(`${this.#name(key, number)}.json`)
      return false
    }
    await writeSealed(indexOf(target), index)
    return true
  }

  async #index(key: string, number: number): Promise<ShardIndex | null> {
    const text = await this.bucket.readText(`${this.#name(key, number)}.json`)
    return text === null ? null : readIndex(text)
  }

  async #write(key: string, value: object): Promise<void> {
    const body = Buffer.from(JSON.stringify(seal(value)))
    await this.bucket.write(key, body.byteLength, () => body)
  }

  get #manifest(): string {
    return `${this.plan}/manifest.json`
  }

  #name(key: string, number: number): string {
    return `${this.plan}/${key}/${shardName(number)}`
  }

  #features(key: string, number: number, { sha256 }: ShardIndex): string {
    return `${this.#name(key, number)}-${sha256.slice(0, 16)}.features`
  }
}

/** Bytes that are not those of which an index tells. */
class Damage extends Error {}

/** Passes bytes on, and throws at their end if they are not those of an index: nothing of them is kept then. */
async function* checked(chunks: AsyncIterable<Uint8Array>, { sha256 }: ShardIndex): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) {
    hash.update(chunk)
    yield chunk
  }
  if (hash.digest('hex') !== sha256) throw new Damage()
}
