import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { parseConfig, type EncoderConfig } from '../../src/main/trainer/model/families/config.ts'
import { classifierShapes, denseShapes, encoderShapes } from '../../src/main/trainer/model/families/expected-shapes.ts'
import { families } from '../../src/main/trainer/model/families/families.ts'
import { keyOf, normal } from '../../src/main/trainer/random.ts'

/** A tensor as it is stored. */
export interface StoredTensor {
  name: string
  dtype: string
  shape: readonly number[]
  bytes: Uint8Array
}

export interface TinyModel {
  /** `model_type` of one of the families. */
  family: string
  dim?: number
  heads?: number
  blocks?: number
  hiddenDim?: number
  dtype?: 'F32' | 'F16' | 'BF16'
  seed?: number
  /** Makes it a classifier of these labels. */
  labels?: readonly string[]
  /** Fields of config.json to add or to change. */
  config?: Record<string, unknown>
}

const bundled = join(import.meta.dirname, '../../resources/models/tiny-distilbert-reviews')
const vocabSize = 8192
const positions = 512
const folders: string[] = []

/**
 * Writes a folder with a random model and the bundled tokenizer (8,192 tokens, 512 positions); returns its path.
 * It is removed after the last test of the file.
 */
export async function makeTinyModel(options: TinyModel): Promise<string> {
  const folder = await temporaryFolder()
  const json = { ...configJson(options), ...options.config }
  await writeFile(join(folder, 'config.json'), JSON.stringify(json))
  await writeFile(join(folder, 'model.safetensors'), encodeSafetensors(randomTensors(options)))
  for (const name of ['tokenizer.json', 'tokenizer_config.json', 'vocab.txt']) {
    await copyFile(join(bundled, name), join(folder, name))
  }
  return folder
}

/** A new folder that is removed after the last test of the file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lastlayer-test-'))
  folders.push(folder)
  return folder
}

afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

/** The tensors of a random model by their canonical names. */
export function randomTensors(options: TinyModel): StoredTensor[] {
  const config: EncoderConfig = parseConfig(configJson(options), 'config.json')
  const shapes = [...encoderShapes(config)]
  if (config.family.head.isDensePretrained || options.labels) shapes.push(...denseShapes(config))
  if (options.labels) shapes.push(...classifierShapes(config, options.labels.length))
  const dtype = options.dtype ?? 'F32'
  return shapes.map(([name, shape], i) => {
    const isNorm = /norm\.weight$/i.test(name)
    const length = shape.reduce((product, side) => product * side, 1)
    const values = normal(keyOf(options.seed ?? 1, i), length, 0.15).map((value) => (isNorm ? 1 + value : value))
    return { name, dtype, shape, bytes: encodeFloats(values, dtype) }
  })
}

/** A safetensors file with these tensors in this order. */
export function encodeSafetensors(tensors: readonly StoredTensor[]): Buffer {
  let position = 0
  const entries = tensors.map(({ name, dtype, shape, bytes }) => {
    const begin = position
    position += bytes.byteLength
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, position] })}`
  })
  return withHeader(`{${entries.join()}}`, Buffer.concat(tensors.map((tensor) => tensor.bytes)))
}

/** A file with this header, whatever it says, and this data. */
export function withHeader(header: string | Uint8Array, data: Uint8Array = new Uint8Array(), length?: bigint): Buffer {
  const bytes = Buffer.from(header as string)
  const prefix = Buffer.alloc(8)
  prefix.writeBigUInt64LE(length ?? BigInt(bytes.byteLength))
  return Buffer.concat([prefix, bytes, data])
}

/** Floats in one of the three formats, cut off towards zero. */
export function encodeFloats(values: Float32Array, dtype: 'F32' | 'F16' | 'BF16'): Uint8Array {
  if (dtype === 'F32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const halves = Uint16Array.from(bits, dtype === 'BF16' ? (word) => word >>> 16 : float16Bits)
  return new Uint8Array(halves.buffer)
}

/** The bits of a half float from those of a float; what is too small for a normal one becomes 0. */
function float16Bits(word: number): number {
  const sign = (word >>> 16) & 0x8000
  const exponent = ((word >>> 23) & 0xff) - 127 + 15
  return exponent <= 0 ? sign : sign | (exponent << 10) | ((word >>> 13) & 0x3ff)
}

/** The sizes stand in it by BERT's names and by DistilBERT's: a family reads those that it knows. */
function configJson({ family, dim = 16, heads = 2, blocks = 2, hiddenDim = 32, labels }: TinyModel) {
  const className = families.find(({ name }) => name === family)?.className
  const json = {
    model_type: family,
    architectures: [className + (labels ? 'ForSequenceClassification' : 'ForMaskedLM')],
    ...{ dim, n_heads: heads, n_layers: blocks, hidden_dim: hiddenDim, activation: 'gelu' },
    ...{ hidden_size: dim, num_attention_heads: heads, num_hidden_layers: blocks, intermediate_size: hiddenDim },
    ...{ hidden_act: 'gelu', type_vocab_size: 2 },
    vocab_size: vocabSize,
    ...(labels ? { id2label: Object.fromEntries(labels.map((label, i) => [i, label])) } : {}),
  }
  const { firstPosition } = parseConfig(json, 'config.json')
  return { ...json, max_position_embeddings: firstPosition + positions }
}
