import { closeSync, openSync, read, readSync } from 'node:fs'
import { promisify } from 'node:util'
import { LastlayerError } from '../../../shared/errors.ts'
import { at } from '../../../shared/at.ts'
import { tf } from '../backend/tf.ts'
import { unpackRows } from './rows.ts'
import type { FeatureCache, Location } from './feature-cache.ts'

/**
 * Features of a few examples, padded to the longest: x [batch, tokens, dim], mask [batch, tokens] of 1 and 0. Where the
 * embeddings are trained, the features are the token ids: x [batch, tokens, 1].
 */
export interface FeatureBatch {
  readonly x: tf.Tensor3D
  readonly mask: tf.Tensor2D
}

/** The bytes of some texts' features, by the texts' digests. */
export type ReadFeatures = ReadonlyMap<string, Uint8Array>

/** Reads features from disk as they are needed; holds one batch in memory, and the bytes of the next. */
export class FeatureReader {
  readonly #cache: FeatureCache
  readonly #files = new Map<string, number>()
  #numbers = new Float32Array()
  #bytes = new Uint8Array()

  constructor(cache: FeatureCache) {
    this.#cache = cache
  }

  /** Rows of a text's features: its tokens, or 1 where only [CLS] is kept. */
  rows(digest: string): number {
    return this.#locate(digest).rows
  }

  /** The most rows that one of these texts has. */
  longest(digests: readonly string[]): number {
    return Math.max(...digests.map((digest) => this.rows(digest)))
  }

  /** Features of some texts one after another, unpadded: [texts, dim] where only [CLS] is kept. */
  vectors(digests: readonly string[]): Float32Array {
    const { dim } = this.#cache
    const locations = digests.map((digest) => this.#locate(digest))
    const values = new Float32Array(locations.reduce((sum, { rows }) => sum + rows * dim, 0))
    let place = 0
    for (const location of locations) {
      this.#readMatrix(location, values.subarray(place, (place += location.rows * dim)))
    }
    return values
  }

  /**
   * Each batch with its features for {@link read}, which come from the disk while the batch before is computed with.
   * @param digestsOf the texts of a batch
   */
  async *readAhead<T>(
    batches: Iterable<T>,
    digestsOf: (batch: T) => readonly string[],
  ): AsyncGenerator<[T, ReadFeatures]> {
    let former: [T, Promise<ReadFeatures>] | null = null
    for (const batch of batches) {
      const reading = this.#readAll(digestsOf(batch))
      // Who waits for it is told; nobody does where the work ends before.
      reading.catch(() => undefined)
      if (former !== null) yield [former[0], await former[1]]
      former = [batch, reading]
    }
    if (former !== null) yield [former[0], await former[1]]
  }

  /**
   * Features of some texts, padded with zeros to `tokens` rows. The caller uses and disposes of the tensors before the
   * next call, which takes their memory.
   * @param ahead what was read of them already
   */
  read(digests: readonly string[], tokens = this.longest(digests), ahead?: ReadFeatures): FeatureBatch {
    const { dim } = this.#cache
    const locations = digests.map((digest) => this.#locate(digest))
    const size = digests.length * tokens * dim
    if (this.#numbers.length < size) this.#numbers = new Float32Array(size)
    const x = this.#numbers.subarray(0, size)
    const mask = new Float32Array(digests.length * tokens)
    locations.forEach((location, i) => {
      const padding = (i * tokens + location.rows) * dim
      this.#readMatrix(location, x.subarray(i * tokens * dim, padding), ahead?.get(at(digests, i)))
      x.fill(0, padding, (i + 1) * tokens * dim)
      mask.fill(1, i * tokens, i * tokens + location.rows)
    })
    return {
      x: tf.tensor3d(x, [digests.length, tokens, dim]),
      mask: tf.tensor2d(mask, [digests.length, tokens]),
    }
  }

  close(): void {
    for (const file of this.#files.values()) closeSync(file)
    this.#files.clear()
  }

  #locate(digest: string): Location {
    const location = this.#cache.find(digest)
    if (location === undefined) throw new Error(`No features for the text ${digest}.`)
    return location
  }

  #readMatrix(location: Location, target: Float32Array, ahead?: Uint8Array): void {
    const { key, dim } = this.#cache
    unpackRows(ahead ?? this.#readBytes(location), key.precision, dim, target)
  }

  async #readAll(digests: readonly string[]): Promise<ReadFeatures> {
    const reading = digests.map(async (digest): Promise<[string, Uint8Array]> => {
      const { path, offset, rows } = this.#locate(digest)
      const bytes = Buffer.allocUnsafeSlow(rows * this.#cache.bytesPerRow)
      const { bytesRead } = await readInBackground(this.#open(path), bytes, 0, bytes.byteLength, offset)
      if (bytesRead !== bytes.byteLength) throw changed(path)
      return [digest, bytes]
    })
    return new Map(await Promise.all(reading))
  }

  /** The bytes of a text's features, in memory that the next call takes. */
  #readBytes({ path, offset, rows }: Location): Uint8Array {
    const size = rows * this.#cache.bytesPerRow
    if (this.#bytes.length < size) this.#bytes = new Uint8Array(size)
    const bytes = this.#bytes.subarray(0, size)
    if (readSync(this.#open(path), bytes, 0, size, offset) !== size) throw changed(path)
    return bytes
  }

  #open(path: string): number {
    const file = this.#files.get(path) ?? openSync(path, 'r')
    this.#files.set(path, file)
    return file
  }
}

const readInBackground = promisify(read)

function changed(path: string): LastlayerError {
  return new LastlayerError('internal', `The feature file ${path} has changed during the run. Start the run again.`)
}
