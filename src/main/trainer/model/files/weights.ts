import { basename, join } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import { weightsFile } from '../../../../shared/model-files.ts'
import { writeFileAtomic } from '../../../disk/atomic-files.ts'
import type { Digests } from '../../../run-files/model-digests.ts'
import { findFile } from './folder-files.ts'
import { SafetensorsFile, type TensorEntry } from './safetensors.ts'
import { indexFile, readIndex } from './shard-index.ts'
import { unfit } from './unfit-folder.ts'

/** The tensors of a model, in one file or in several. */
export interface Weights {
  /** What errors call them. */
  readonly path: string
  readonly entries: ReadonlyMap<string, TensorEntry>
  /** A tensor's numbers, row by row. @throws LastlayerError `model` */
  readFloat32(name: string): Promise<Float32Array>
  /** A tensor's bytes as they are stored, in chunks. */
  streamBytes(name: string): AsyncIterable<Uint8Array>
  /** SHA-256, in hexadecimal, of each file by its name. */
  digests(): Promise<Digests>
  /**
   * Copies them as they are now into a folder that has none.
   * @throws LastlayerError `output`, or `model` if they change meanwhile
   */
  copyInto(folder: string): Promise<Weights>
  close(): Promise<void>
}

/** The names of the files that hold the weights of a folder. @throws LastlayerError `model`: what there is instead */
export async function weightFiles(folder: string): Promise<readonly string[]> {
  if ((await findFile(folder, weightsFile)) !== null) return [weightsFile]
  const index = await readIndex(folder)
  if (index === null) throw await unfit(folder, weightsFile)
  return [...new Set(index.values())]
}

/**
 * Opens the weights of a model folder, all of whose parts must be there and belong together.
 * @throws LastlayerError `model`
 */
export async function openWeights(folder: string): Promise<Weights> {
  const names = await weightFiles(folder)
  const shards: SafetensorsFile[] = []
  try {
    for (const name of names) {
      const path = join(folder, name)
      const real = await findFile(folder, name)
      if (real === null) throw damaged(folder, `the part ${name}, which it names, is not there`)
      shards.push(await SafetensorsFile.open(real, path))
    }
    const [first] = shards
    const isWhole = first !== undefined && names[0] === weightsFile
    return isWhole ? first : new ShardedWeights(folder, shards, (await readIndex(folder)) ?? new Map())
  } catch (error) {
    for (const shard of shards) await shard.close()
    throw error
  }
}

/** Weights in several files, and the file of each tensor by the index of them. */
class ShardedWeights implements Weights {
  readonly path: string
  readonly entries: ReadonlyMap<string, TensorEntry>
  readonly #owners = new Map<string, SafetensorsFile>()

  /** @throws LastlayerError `model` if they are not those of the index */
  constructor(
    private readonly folder: string,
    private readonly shards: readonly SafetensorsFile[],
    private readonly index: ReadonlyMap<string, string>,
  ) {
    this.path = join(folder, indexFile)
    const entries = new Map<string, TensorEntry>()
    for (const shard of shards) {
      for (const [name, entry] of shard.entries) {
        if (entries.has(name)) throw damaged(folder, `two of its parts have a tensor ${name}`)
        entries.set(name, entry)
        this.#owners.set(name, shard)
      }
    }
    for (const [tensor, part] of index) {
      if (this.#owners.get(tensor)?.path === join(folder, part)) continue
      throw damaged(
        folder,
        `the part ${part} lacks the tensor ${tensor} that it says is in it, so it is of another model`,
      )
    }
    this.entries = entries
  }

  readFloat32(name: string): Promise<Float32Array> {
    return this.#owner(name).readFloat32(name)
  }

  streamBytes(name: string): AsyncIterable<Uint8Array> {
    return this.#owner(name).streamBytes(name)
  }

  async digests(): Promise<Digests> {
    const all = await Promise.all(this.shards.map((shard) => shard.digests()))
    return new Map(all.flatMap((one) => [...one]))
  }

  async copyInto(folder: string): Promise<Weights> {
    const copies: SafetensorsFile[] = []
    try {
      for (const shard of this.shards) copies.push(await shard.copyTo(join(folder, basename(shard.path))))
      await writeFileAtomic(join(folder, indexFile), JSON.stringify({ weight_map: Object.fromEntries(this.index) }))
      return new ShardedWeights(this.folder, copies, this.index)
    } catch (error) {
      for (const copy of copies) await copy.close()
      throw error
    }
  }

  async close(): Promise<void> {
    for (const shard of this.shards) await shard.close()
  }

  #owner(name: string): SafetensorsFile {
    const owner = this.#owners.get(name)
    if (owner === undefined) throw damaged(this.folder, `no part has a tensor ${name}`)
    return owner
  }
}

function damaged(folder: string, reason: string): LastlayerError {
  return new LastlayerError(
    'model',
    `${join(folder, indexFile)} cannot be used: ${reason}. Download the model again or choose another one.`,
  )
}
