import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SafetensorsFile } from '../../../src/main/trainer/model/files/safetensors.ts'
import { encodeFloats, type StoredTensor } from '../../support/tiny-model.ts'

/** The tensors of a model folder, of floats. */
export async function tensorsOf(folder: string): Promise<StoredTensor[]> {
  const path = join(folder, 'model.safetensors')
  const file = await SafetensorsFile.open(path)
  await file.close()
  const bytes = await readFile(path)
  return [...file.entries.values()].map(({ name, dtype, shape, begin, end }) => {
    return { name, dtype, shape, bytes: Uint8Array.from(bytes.subarray(begin, end)) }
  })
}

/** The same numbers, or others, in another format. */
export function withNumbers(
  tensor: StoredTensor,
  dtype: 'F32' | 'F16' | 'BF16' | 'F64',
  change = (value: number) => value,
): StoredTensor {
  const values = numbersOf(tensor).map(change)
  const bytes = dtype === 'F64' ? new Uint8Array(Float64Array.from(values).buffer) : encodeFloats(values, dtype)
  return { ...tensor, dtype, bytes }
}

export function firstRow(tensor: StoredTensor): StoredTensor {
  const [rows, ...rest] = tensor.shape
  return { ...tensor, shape: [1, ...rest], bytes: tensor.bytes.slice(0, tensor.bytes.length / rows) }
}

/** With one of the rows once more at the end. */
export function withRowAgain(tensor: StoredTensor, row: number): StoredTensor {
  const [rows, ...rest] = tensor.shape
  const length = tensor.bytes.length / rows
  const again = tensor.bytes.slice(row * length, (row + 1) * length)
  return { ...tensor, shape: [rows + 1, ...rest], bytes: Buffer.concat([tensor.bytes, again]) }
}

/** As transformers cuts a large model: its files, and the index that says which tensor is in which. */
export function shard(tensors: readonly StoredTensor[], count: number) {
  const nameOf = (i: number) => `model-0000${i + 1}-of-0000${count}.safetensors`
  const files = Array.from({ length: count }, (_, i) => {
    return [nameOf(i), tensors.filter((_, position) => position % count === i)] as const
  })
  const weightMap = Object.fromEntries(files.flatMap(([file, part]) => part.map(({ name }) => [name, file])))
  const size = tensors.reduce((sum, { bytes }) => sum + bytes.length, 0)
  return { files, index: { metadata: { total_size: size }, weight_map: weightMap } }
}

/** BERT as it was pretrained: without a classifier, and with a decoder that is tied to the embeddings. */
export function toMaskedLanguageModel(tensors: readonly StoredTensor[]): StoredTensor[] {
  const words = tensors.find(({ name }) => /word_embeddings/.test(name))
  if (!words) throw new Error('The base has no word embeddings.')
  const [tokens, width] = words.shape
  const zeros = (name: string, ...shape: number[]): StoredTensor => {
    const length = shape.reduce((product, side) => product * side, 1)
    return { name: `cls.${name}`, dtype: 'F32', shape, bytes: encodeFloats(new Float32Array(length), 'F32') }
  }
  return [
    ...tensors.filter(({ name }) => !/classifier|pooler/.test(name)),
    { ...words, name: 'cls.predictions.decoder.weight' },
    zeros('predictions.bias', tokens),
    zeros('predictions.transform.dense.weight', width, width),
    zeros('predictions.transform.dense.bias', width),
    zeros('predictions.transform.LayerNorm.weight', width),
    zeros('predictions.transform.LayerNorm.bias', width),
    zeros('seq_relationship.weight', 2, width),
  ]
}

function numbersOf({ bytes }: StoredTensor): Float32Array {
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
}
