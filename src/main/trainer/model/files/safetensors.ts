import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, copyFile, type FileHandle } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import { weightsFile } from '../../../../shared/model-files.ts'
import { openToRead, pathOf } from '../../../disk/confinement.ts'
import { hasNoSuchCall, syncFile, systemCode, writeStreamAtomic, writing } from '../../../disk/atomic-files.ts'
import { digestOf, type Digests } from '../../../run-files/model-digests.ts'
import { bfloat16ToFloat32, float16ToFloat32 } from './half.ts'
import { refuseForeign, tellingBytes } from './foreign-content.ts'
import { HeaderError, headerLength, parseHeader, type TensorEntry } from './safetensors-header.ts'

export type { TensorEntry } from './safetensors-header.ts'

const chunkBytes = 4 * 2 ** 20

/** An open safetensors file, checked as a whole before any tensor is read. Files come from strangers. */
export class SafetensorsFile {
  private constructor(
    readonly path: string,
    readonly entries: ReadonlyMap<string, TensorEntry>,
    private readonly file: FileHandle,
  ) {}

  /**
   * @param name what errors call the file
   * @throws LastlayerError `model`, naming the file and what is wrong with it.
   */
  static async open(path: string, name = path): Promise<SafetensorsFile> {
    const file = await reading(name, () => openToRead(path))
    try {
      const about = await file.stat()
      if (!about.isFile()) throw unusable(name, 'it is not a file')
      const { size } = about
      const begin = await read(name, file, 0, Math.min(tellingBytes, size))
      refuseForeign(name, begin)
      const prefix = begin.subarray(0, 8)
      const header = await read(name, file, 8, headerLength(prefix, size))
      return new SafetensorsFile(name, parseHeader(header, size), file)
    } catch (error) {
      await file.close()
      throw error instanceof HeaderError ? unusable(name, error.message, error) : error
    }
  }

  /**
   * A tensor's numbers, row by row.
   * @throws LastlayerError `model` if its dtype is not F32, F16 or BF16.
   */
  async readFloat32(name: string): Promise<Float32Array> {
    const { dtype, begin, end } = this.entry(name)
    if (dtype !== 'F32' && dtype !== 'F16' && dtype !== 'BF16') {
      throw unusable(this.path, `tensor ${name} holds ${dtype}; F32, F16 and BF16 are supported`)
    }
    const bytes = await read(this.path, this.file, begin, end - begin)
    if (dtype === 'F32') return new Float32Array(bytes.buffer)
    const halves = new Uint16Array(bytes.buffer)
    const floats = new Float32Array(halves.length)
    if (dtype === 'F16') float16ToFloat32(halves, floats)
    else bfloat16ToFloat32(halves, floats)
    return floats
  }

  /** A tensor's bytes as they are stored, little-endian. */
  async readBytes(name: string): Promise<Uint8Array> {
    const { begin, end } = this.entry(name)
    return await read(this.path, this.file, begin, end - begin)
  }

  /** A tensor's bytes in chunks of at most 4 MB, each of which is gone once the next is asked for. */
  async *streamBytes(name: string): AsyncGenerator<Uint8Array> {
    const { begin, end } = this.entry(name)
    yield* this.stream(begin, end)
  }

  /** SHA-256, in hexadecimal, of the whole file by its name. */
  async digests(): Promise<Digests> {
    const { size } = await this.file.stat()
    return new Map([[basename(this.path), await digestOf(this.stream(0, size))]])
  }

  /**
   * Copies the file as it is now into a new one, and opens that. Where the disk can, the two share what is in them.
   * @throws LastlayerError `output`, or `model` if the file changes meanwhile.
   */
  async copyTo(path: string): Promise<SafetensorsFile> {
    const before = await this.file.stat()
    await writing(path, () => this.#copy(path, before.size))
    const after = await this.file.stat()
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw unusable(this.path, 'it changed while it was being read')
    }
    await writing(path, () => syncFile(path))
    return await SafetensorsFile.open(path, this.path)
  }

  /** A disk that knows no modes refuses the system's own copy. */
  async #copy(path: string, size: number): Promise<void> {
    try {
      await copyFile(pathOf(this.file) ?? this.path, path, constants.COPYFILE_FICLONE)
      await chmod(path, 0o600)
    } catch (error) {
      if (!hasNoSuchCall(error)) throw error
      await writeStreamAtomic(path, this.stream(0, size))
    }
  }

  /** {@link copyTo}, under the usual name. */
  async copyInto(folder: string): Promise<SafetensorsFile> {
    return await this.copyTo(join(folder, weightsFile))
  }

  async close(): Promise<void> {
    await this.file.close()
  }

  private async *stream(begin: number, end: number): AsyncGenerator<Uint8Array> {
    const buffer = new Uint8Array(Math.min(chunkBytes, end - begin))
    for (let at = begin; at < end; at += chunkBytes) {
      yield await readInto(buffer.subarray(0, end - at), this.path, this.file, at)
    }
  }

  private entry(name: string): TensorEntry {
    const entry = this.entries.get(name)
    if (entry === undefined) throw unusable(this.path, `tensor ${name} is missing`)
    return entry
  }
}

/**
 * Writes float32 tensors with the metadata that Python's transformers asks for.
 * @throws LastlayerError `output`
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly { name: string; shape: readonly number[]; data: Float32Array }[],
): Promise<void> {
  const data = new Map(tensors.map((tensor) => [tensor.name, tensor.data]))
  await streamSafetensors(path, tensors, (name) => data.get(name) as Float32Array)
}

interface NamedShape {
  readonly name: string
  readonly shape: readonly number[]
}

/** Fetches a tensor's numbers, or their bytes as float32 in chunks. */
type Fetch = (name: string) => Float32Array | Promise<Float32Array> | AsyncIterable<Uint8Array>

/**
 * {@link writeSafetensors} for tensors that are fetched one at a time, in the order of the file.
 * Returns the SHA-256 of the file, in hexadecimal.
 */
export async function streamSafetensors(path: string, tensors: readonly NamedShape[], fetch: Fetch): Promise<string> {
  const digest = createHash('sha256')
  const hashed = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of safetensorsChunks(tensors, fetch)) {
      digest.update(chunk)
      yield chunk
    }
  }
  await writeStreamAtomic(path, hashed())
  return digest.digest('hex')
}

/** The bytes of such a file. */
async function* safetensorsChunks(tensors: readonly NamedShape[], fetch: Fetch): AsyncGenerator<Uint8Array> {
  const ordered = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1))
  yield encodeHeader(ordered)
  for (const { name, shape } of ordered) {
    const data = await fetch(name)
    const chunks = data instanceof Float32Array ? [new Uint8Array(data.buffer, data.byteOffset, data.byteLength)] : data
    let bytes = 0
    for await (const chunk of chunks) {
      bytes += chunk.byteLength
      yield chunk
    }
    if (bytes !== 4 * count(shape)) throw new Error(`${name} has ${bytes / 4} numbers for its shape [${shape}]`)
  }
}

function encodeHeader(tensors: readonly { name: string; shape: readonly number[] }[]): Uint8Array {
  const entries: [string, object][] = [['__metadata__', { format: 'pt' }]]
  let position = 0
  for (const { name, shape } of tensors) {
    const end = position + 4 * count(shape)
    entries.push([name, { dtype: 'F32', shape, data_offsets: [position, end] }])
    position = end
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  const length = Math.ceil(json.byteLength / 8) * 8
  const header = Buffer.alloc(8 + length, ' ')
  header.writeBigUInt64LE(BigInt(length))
  json.copy(header, 8)
  return header
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** Reads exactly `length` bytes at `position` into a buffer of their own. */
async function read(
  path: string,
  file: FileHandle,
  position: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return await readInto(new Uint8Array(length), path, file, position)
}

/** Fills an array with the bytes at `position`. */
async function readInto<T extends Uint8Array>(target: T, path: string, file: FileHandle, position: number): Promise<T> {
  const { length } = target
  for (let done = 0; done < length;) {
    const { bytesRead } = await reading(path, () => file.read(target, done, length - done, position + done))
    if (bytesRead === 0) throw unusable(path, 'it became shorter while it was read')
    done += bytesRead
  }
  return target
}

async function reading<T>(path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (error) {
    if (error instanceof LastlayerError) throw error
    throw unusable(path, `the system says ${systemCode(error) ?? String(error)}`, error)
  }
}

function unusable(path: string, reason: string, cause?: unknown): LastlayerError {
  const message = `${path} cannot be used: ${reason}. Download the model again or choose another one.`
  return new LastlayerError('model', message, { cause })
}
