import { closeSync, openSync, readSync } from 'node:fs'
import { LastlayerError } from '../../../shared/errors.ts'
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

/** Reads features from disk as they are needed; holds one batch in memory, which the next one takes the place of. */
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
   * Features of some texts, padded with zeros to `tokens` rows. The caller uses and disposes of the tensors before the
   * next call, which takes their memory.
   */
  read(digests: readonly string[], tokens = this.longest(digests)): FeatureBatch {
    const { dim } = this.#cache
    const locations = digests.map((digest) => this.#locate(digest))
    const size = digests.length * tokens * dim
    if (this.#numbers.length < size) this.#numbers = new Float32Array(size)
    const x = this.#numbers.subarray(0, size)
    const mask = new Float32Array(digests.length * tokens)
    locations.forEach((location, i) => {
      const padding = (i * tokens + location.rows) * dim
      this.#readMatrix(location, x.subarray(i * tokens * dim, padding))
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

  #readMatrix({ path, offset }: Location, target: Float32Array): void {
    const { key, dim, bytesPerRow } = this.#cache
    const size = (target.length / dim) * bytesPerRow
    if (this.#bytes.length < size) this.#bytes = new Uint8Array(size)
    const bytes = this.#bytes.subarray(0, size)
    this.#readBytes(path, offset, bytes)
    unpackRows(bytes, key.precision, dim, target)
  }

  #readBytes(path: string, offset: number, target: Uint8Array): void {
    const file = this.#files.get(path) ?? openSync(path, 'r')
    this.#files.set(path, file)
    const read = readSync(file, target, 0, target.byteLength, offset)
    if (read !== target.byteLength) {
      throw new LastlayerError('internal', `The feature file ${path} has changed during the run. Start the run again.`)
    }
  }
}
