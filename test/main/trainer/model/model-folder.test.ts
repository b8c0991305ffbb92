import fc from 'fast-check'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { families } from '../../../../src/main/trainer/model/families/families.ts'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import {
  encodeSafetensors,
  makeTinyModel,
  randomTensors,
  type StoredTensor,
  type TinyModel,
} from '../../../support/tiny-model.ts'

const words = 'distilbert.embeddings.word_embeddings.weight'

test('the bundled model is read', async () => {
  const model = await openModelFolder(join(import.meta.dirname, '../../../../resources/models/tiny-distilbert-reviews'))
  expect(model.config).toMatchObject({ family: { name: 'distilbert' }, dim: 192, heads: 3, blocks: 4, labels: null })
  expect(model.shape(words)).toEqual([8192, 192])
  expect(model.has('vocab_transform.weight')).toBe(false)
  expect(model.has('classifier.weight')).toBe(false)
  const norm = await model.read('distilbert.embeddings.LayerNorm.weight')
  expect(norm.length).toBe(192)
  expect(norm.every(Number.isFinite)).toBe(true)
  await model.close()
})

test.each(['F32', 'F16', 'BF16'] as const)('weights in %s are read as float32', async (dtype) => {
  const model = await openModelFolder(await makeTinyModel({ family: 'bert', dtype, seed: 5 }))
  const exact = randomTensors({ family: 'bert', seed: 5 })
  const name = 'bert.encoder.layer.1.intermediate.dense.weight'
  const expected = floats(exact, name)
  const actual = await model.read(name)
  const precision = { F32: 0, F16: 2 ** -10, BF16: 2 ** -7 }[dtype]
  // Half floats below 2^-14 are subnormal, which the fixture writes as 0.
  expect(
    actual.every((value, i) => Math.abs(value - expected[i]) <= precision * Math.abs(expected[i]) + 2 ** -14),
  ).toBe(true)
  expect(model.shape(name)).toEqual([32, 16])
  await model.close()
})

test('a bare BERT without prefix, with gamma and beta and tensors of other tasks, is the same model', async () => {
  const options: TinyModel = { family: 'bert' }
  const tensors = randomTensors(options)
  const bare = tensors.map((tensor) => ({
    ...tensor,
    name: tensor.name
      .replace(/^bert\./, '')
      .replace('LayerNorm.weight', 'LayerNorm.gamma')
      .replace('LayerNorm.bias', 'LayerNorm.beta'),
  }))
  const extra = [
    { name: 'embeddings.position_ids', dtype: 'I64', shape: [1], bytes: Buffer.alloc(8) },
    { name: 'cls.predictions.bias', dtype: 'F64', shape: [1], bytes: Buffer.alloc(8) },
    { name: 'qa_outputs.weight', dtype: 'F32', shape: [], bytes: Buffer.alloc(4) },
  ]
  const plain = await openModelFolder(await makeTinyModel(options))
  const other = await openModelFolder(await withTensors(options, [...bare, ...extra]))
  const names = tensors.map(({ name }) => name)
  expect(await other.digest(names)).toBe(await plain.digest(names))
  expect(other.has('cls.predictions.bias')).toBe(false)
  expect(other.has('bert.pooler.dense.weight')).toBe(true)
  await Promise.all([plain.close(), other.close()])
})

test('a BERT without pooler is read, and has none', async () => {
  const tensors = randomTensors({ family: 'bert' }).filter(({ name }) => !name.includes('pooler'))
  const model = await openModelFolder(await withTensors({ family: 'bert' }, tensors))
  expect(model.has('bert.pooler.dense.weight')).toBe(false)
  await model.close()
})

test.each(families)('the head of a $name classifier is read', async ({ name: family, head }) => {
  const model = await openModelFolder(await makeTinyModel({ family, labels: ['a', 'b', 'c'] }))
  const { dense, classifier } = head
  expect(model.config.labels).toEqual(['a', 'b', 'c'])
  expect(model.shape(dense.weight)).toEqual([16, 16])
  expect(model.shape(classifier.weight)).toEqual([3, 16])
  expect((await model.read(classifier.bias)).length).toBe(3)
  await model.close()
})

test('a classifier whose file has no classifier is a model without labels', async () => {
  const options: TinyModel = { family: 'distilbert', labels: ['a', 'b'] }
  const tensors = randomTensors(options).filter(({ name }) => name !== 'classifier.bias')
  const model = await openModelFolder(await withTensors(options, tensors))
  expect(model.config.labels).toBeNull()
  expect(model.has('classifier.weight')).toBe(false)
  await model.close()
})

test('the classifier of another task is ignored', async () => {
  const options: TinyModel = { family: 'distilbert', labels: ['a', 'b'] }
  const config = { architectures: ['DistilBertForTokenClassification'] }
  const model = await openModelFolder(await makeTinyModel({ ...options, config }))
  expect(model.config.labels).toBeNull()
  expect(model.has('classifier.weight')).toBe(false)
  await model.close()
})

test('a digest depends on name, dtype, shape and content of the tensors, and not on their order', async () => {
  const tensors = randomTensors({ family: 'distilbert' })
  const names = tensors.slice(0, 6).map(({ name }) => name)
  const digest = async (options: TinyModel, names: string[]) => {
    const model = await openModelFolder(await makeTinyModel(options))
    const digest = await model.digest(names)
    await model.close()
    return digest
  }
  const plain = await digest({ family: 'distilbert' }, names)
  expect(plain).toMatch(/^[0-9a-f]{64}$/)
  expect(await digest({ family: 'distilbert' }, [...names].reverse())).toBe(plain)
  expect(await digest({ family: 'distilbert' }, names.slice(1))).not.toBe(plain)
  expect(await digest({ family: 'distilbert', seed: 2 }, names)).not.toBe(plain)
  expect(await digest({ family: 'distilbert', dtype: 'F16' }, names)).not.toBe(plain)
})

test.each<[string, (tensors: StoredTensor[]) => StoredTensor[], string]>([
  ['a missing tensor', (all) => all.filter(({ name }) => name !== words), `lacks tensor ${words}`],
  [
    'another shape',
    (all) => all.map((one) => (one.name === words ? { ...one, shape: [8192 * 16] } : one)),
    `has tensor ${words} with shape [131072], but config.json means [8192,16]`,
  ],
  [
    'another dtype',
    (all) => all.map((one) => (one.name === words ? { ...one, dtype: 'I32' } : one)),
    `has tensor ${words} as I32; supported are F32, F16 and BF16`,
  ],
  [
    'a tensor under two names',
    (all) => [...all, { ...(all.find(({ name }) => name === words) as StoredTensor), name: words.slice(11) }],
    `has tensor ${words} under two names`,
  ],
])('%s is refused by name', async (_, change, message) => {
  const folder = await withTensors({ family: 'distilbert' }, change(randomTensors({ family: 'distilbert' })))
  await expectRefusal(folder, message, 'model.safetensors')
})

test('a classifier of another number of labels than config.json names is a base for a new head', async () => {
  const config = { id2label: { 0: 'a', 1: 'b', 2: 'c' } }
  const model = await openModelFolder(await makeTinyModel({ family: 'distilbert', labels: ['a', 'b'], config }))
  expect(model.config).toMatchObject({ labels: null, unlabelled: expect.stringContaining('a classifier of 2 labels') })
  expect(model.has('classifier.weight')).toBe(false)
  await model.close()
})

test.each([NaN, Infinity, -Infinity])('a weight that is %d is told of with its tensor', async (value) => {
  const tensors = randomTensors({ family: 'distilbert' })
  const values = floats(tensors, words).slice()
  values[7] = value
  const bytes = new Uint8Array(values.buffer)
  const damaged = tensors.map((tensor) => (tensor.name === words ? { ...tensor, bytes } : tensor))
  const model = await openModelFolder(await withTensors({ family: 'distilbert' }, damaged))
  await expect(model.read(words)).rejects.toMatchObject({
    code: 'model',
    message: expect.stringContaining(`its weights are damaged, tensor ${words} holds numbers that are not finite`),
  })
  await model.close()
})

test('a config with other sizes than the file is refused', async () => {
  await expectRefusal(await makeTinyModel({ family: 'bert', config: { num_hidden_layers: 3 } }), 'encoder.layer.2')
  await expectRefusal(
    await makeTinyModel({ family: 'bert', config: { vocab_size: 8000 } }),
    'config.json means [8000,16]',
  )
})

test('any change of a config is the same model or a LastlayerError', async () => {
  const field = fc.constantFrom('dim', 'n_heads', 'n_layers', 'hidden_dim', 'vocab_size', 'max_position_embeddings')
  const value = fc.oneof(fc.nat(64), fc.constantFrom(1, 2, 16, 8192, 2 ** 31, 1e300), fc.jsonValue())
  const folder = await makeTinyModel({ family: 'distilbert' })
  const sizes = { dim: 16, n_heads: 2, n_layers: 2, hidden_dim: 32, vocab_size: 8192 }
  await fc.assert(
    fc.asyncProperty(field, value, async (field, value) => {
      await writeFile(
        join(folder, 'config.json'),
        JSON.stringify({ model_type: 'distilbert', ...sizes, [field]: value }),
      )
      await openModelFolder(folder).then(
        (model) => model.close(),
        (error: unknown) => expect(error).toBeInstanceOf(LastlayerError),
      )
    }),
    { numRuns: 100 },
  )
})

async function withTensors(options: TinyModel, tensors: readonly StoredTensor[]): Promise<string> {
  const folder = await makeTinyModel(options)
  await writeFile(join(folder, 'model.safetensors'), encodeSafetensors(tensors))
  return folder
}

async function expectRefusal(folder: string, ...words: string[]): Promise<void> {
  const error: unknown = await openModelFolder(folder).catch((error) => error)
  expect(error).toMatchObject({ code: 'model' })
  for (const part of words) expect((error as Error).message).toContain(part)
}

function floats(tensors: readonly StoredTensor[], name: string): Float32Array {
  const { bytes } = tensors.find((tensor) => tensor.name === name) as StoredTensor
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
}
