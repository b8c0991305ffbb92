import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, readFile, readdir, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LastlayerError } from '../../../shared/errors.ts'
import { diskReserve, isLeftMark } from '../../cache/feature-folders.ts'
import {
  DiskFullError,
  makeFolder,
  replace,
  requireRoom,
  saysDiskFull,
  sync,
  writeFileAtomic,
} from '../../disk/atomic-files.ts'
import { isGone, ownMark } from '../../disk/process-mark.ts'
import { parseSealed, seal } from '../../disk/sealed-json.ts'
import { digestOfOpened } from '../../run-files/model-digests.ts'

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

/** The file that vouches for a shard. */
export const indexOf = (path: string): string => path.replace(/\.features(?:\.tmp)?$/, '.json')

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
      const advice = 'Free some space, or use --precision int8, which takes half of float16, or a smaller --max-length'
      await requireRoom(folder, bytes + diskReserve, 'features', advice)
      const path = join(folder, `${randomUUID()}.${ownMark}.features`)
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
    try {
      await sync(this.file)
      await this.file.close()
      await replace(`${this.path}.tmp`, this.path)
    } catch (cause) {
      throw unwritable(this.path, cause)
    }
    await writeFileAtomic(indexOf(this.path), JSON.stringify(seal(index)))
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
  const message = `The features cannot be written to ${path}: ${reason}. Free or choose another place with LASTLAYER_HOME.`
  return saysDiskFull(cause) ? new DiskFullError(message, { cause }) : new LastlayerError('output', message, { cause })
}

/**
 * The complete shards in a folder; none if it is not there. Those whose index is damaged are deleted.
 * @returns how many these were
 */
export async function openShards(folder: string): Promise<{ shards: Shard[]; damaged: number }> {
  const names = await readdir(folder).catch(() => [])
  const paths = names.filter((name) => name.endsWith('.features')).map((name) => join(folder, name))
  const shards: Shard[] = []
  let damaged = 0
  for (const path of paths.sort()) {
    // Without an index it is being written, or never was to its end.
    const text = await readFile(indexOf(path), 'utf8').catch(() => null)
    if (text === null) continue
    const index = readIndex(text)
    if (index !== null) shards.push({ path, ...index })
    else {
      damaged += 1
      await deleteShard({ path })
    }
  }
  return { shards, damaged }
}

/** The index of a shard; null if it is damaged. */
export function readIndex(text: string): ShardIndex | null {
  const { data } = shardIndex.safeParse(parseSealed(text))
  return data !== undefined && isContiguous(data) ? data : null
}

/** Whether its matrices, all of one width, lie one after another: what can be told of an index without a checksum. */
function isContiguous({ bytes, entries }: ShardIndex): boolean {
  const rowsInAll = entries.reduce((sum, { rows }) => sum + rows, 0)
  let before = 0
  return entries.every(({ offset, rows }) => {
    const isInPlace = offset * rowsInAll === before * bytes
    before += rows
    return isInPlace
  })
}

/** Deletes what processes that have ended left of shards in the folders of a cache; best effort. */
export async function sweepShards(root: string): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true }).catch(() => [])
  for (const { name, parentPath } of entries) {
    const mark = /^[0-9a-f-]{36}\.(.+)\.features(?:\.tmp)?$/.exec(name)?.[1]
    const path = join(parentPath, name)
    if (isLeftMark(name)) await rm(path, { force: true })
    if (mark !== undefined && !existsSync(indexOf(path)) && isGone(mark)) await rm(path, { force: true })
  }
}

/** Whether a shard's bytes are those that its index vouches for. */
export async function isIntact({ path, bytes, sha256 }: Shard): Promise<boolean> {
  const file = await open(path).catch(() => null)
  if (file === null) return false
  try {
    return (await file.stat()).size === bytes && (await digestOfOpened(file)) === sha256
  } catch {
    return false
  } finally {
    await file.close()
  }
}

export async function deleteShard({ path }: Pick<Shard, 'path'>): Promise<void> {
  await rm(indexOf(path), { force: true })
  await rm(path, { force: true })
}
