import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, readdir, rename, rm, statfs, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LastlayerError } from '../../../shared/errors.ts'
import { makeFolder, writeFileAtomic } from '../../disk/atomic-files.ts'

const shardEntry = z.object({
  /** sha256 of the cleaned text, hexadecimal */
  digest: z.string(),
  /** Byte offset of the features [rows, dim] in the shard. */
  offset: z.int().min(0),
  rows: z.int().min(1),
  /** Tokens of the text before truncation. */
  fullLength: z.int().min(1),
})
export type ShardEntry = z.infer<typeof shardEntry>

const shardIndex = z.object({ bytes: z.int(), sha256: z.string(), entries: z.array(shardEntry) })
export type ShardIndex = z.infer<typeof shardIndex>

/** A complete shard: a file of matrices one after another, and an index, written last, that vouches for it. */
export interface Shard extends ShardIndex {
  readonly path: string
}

const indexOf = (path: string): string => path.replace(/\.features$/, '.json')

/** Space that a write must leave free on the disk. */
const reserve = 64 * 2 ** 20

/** Writes one shard, front to back. Nothing of it is seen before `finish`. */
export class ShardWriter {
  readonly #hash = createHash('sha256')
  readonly #entries: ShardEntry[] = []
  #offset = 0

  private constructor(
    readonly path: string,
    readonly file: FileHandle,
  ) {}

  /**
   * @param bytes an upper bound of what will be written
   * @throws LastlayerError `output` if the folder cannot be written or the disk has no room.
   */
  static async create(folder: string, bytes: number): Promise<ShardWriter> {
    try {
      await makeFolder(folder)
      const { bavail, bsize } = await statfs(folder)
      if (bavail * bsize < bytes + reserve) {
        const needed = Math.ceil((bytes + reserve) / 2 ** 20)
        throw new LastlayerError(
          'output',
          `The disk of ${folder} has no room for ${needed} MB of features. Free some space, or use --precision float16 or a smaller --max-length.`,
        )
      }
      const path = join(folder, `${randomUUID()}.features`)
      return new ShardWriter(path, await open(`${path}.tmp`, 'wx'))
    } catch (cause) {
      if (cause instanceof LastlayerError) throw cause
      throw unwritable(folder, cause)
    }
  }

  async append(entry: Omit<ShardEntry, 'offset'>, features: Uint8Array): Promise<void> {
    this.#hash.update(features)
    try {
      await this.file.appendFile(features)
    } catch (cause) {
      throw unwritable(this.path, cause)
    }
    this.#entries.push({ ...entry, offset: this.#offset })
    this.#offset += features.byteLength
  }

  async finish(): Promise<Shard> {
    const index = { bytes: this.#offset, sha256: this.#hash.digest('hex'), entries: this.#entries }
    await this.file.sync()
    await this.file.close()
    await rename(`${this.path}.tmp`, this.path)
    await writeFileAtomic(indexOf(this.path), JSON.stringify(index))
    return { path: this.path, ...index }
  }

  /** Gives an unfinished shard up and leaves nothing of it behind; a finished one stays. */
  async discard(): Promise<void> {
    await this.file.close().catch(() => undefined)
    await rm(`${this.path}.tmp`, { force: true })
  }
}

function unwritable(path: string, cause: unknown): LastlayerError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new LastlayerError(
    'output',
    `The features cannot be written to ${path}: ${reason}. Free or choose another place with LASTLAYER_HOME.`,
    { cause },
  )
}

/** The complete shards in a folder; none if it is not there. Damaged indexes are passed over. */
export async function listShards(folder: string): Promise<Shard[]> {
  const names = await readdir(folder).catch(() => [])
  const shards = names
    .filter((name) => name.endsWith('.features'))
    .sort()
    .map(async (name): Promise<Shard[]> => {
      const path = join(folder, name)
      try {
        return [{ path, ...shardIndex.parse(JSON.parse(await readFile(indexOf(path), 'utf8'))) }]
      } catch {
        return []
      }
    })
  return (await Promise.all(shards)).flat()
}

/** Whether a shard's bytes are those that its index vouches for. */
export async function isIntact({ path, bytes, sha256 }: Shard): Promise<boolean> {
  const hash = createHash('sha256')
  let read = 0
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      read += chunk.byteLength
    }
  } catch {
    return false
  }
  return read === bytes && hash.digest('hex') === sha256
}

export async function deleteShard({ path }: Shard): Promise<void> {
  await rm(indexOf(path), { force: true })
  await rm(path, { force: true })
}
