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

/** Reads features from disk as they are needed; holds one batch in memory at a time. */
export class FeatureReader {
  readonly #cache: FeatureCache
  readonly #files = new Map<string, number>()

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

  /** Features of some texts, padded with zeros to `tokens` rows. The caller disposes of the tensors. */
  read(digests: readonly string[], tokens = this.longest(digests)): FeatureBatch {
    const { dim } = this.#cache
    const locations = digests.map((digest) => this.#locate(digest))
    const x = new Float32Array(digests.length * tokens * dim)
    const mask = new Float32Array(digests.length * tokens)
    locations.forEach((location, i) => {
      this.#readMatrix(location, x.subarray(i * tokens * dim, (i * tokens + location.rows) * dim))
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
    const bytes = new Uint8Array((target.length / dim) * bytesPerRow)
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
