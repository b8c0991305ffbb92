import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PortableGraph } from '../../../../src/main/trainer/export/portable-graph.ts'
import { families } from '../../../../src/main/trainer/model/families/families.ts'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { saveModelFolder } from '../../../../src/main/trainer/model/save-model.ts'
import { streamOnnx } from '../../../../src/main/trainer/trunk/onnx-format.ts'
import { openGraph, ownLogits } from '../../../support/exported-graph.ts'
import { golden, goldenModel, goldenTensors, tensorsBelow } from '../../../support/golden.ts'
import { maxDifference } from '../../../support/numbers.ts'
import { makeTinyModel, temporaryFolder } from '../../../support/tiny-model.ts'

const reading = { maxLength: 12, separator: 3 }
const texts = [
  [2, 81, 7000, 12, 5, 3],
  [2, 3],
  [2, 99, 98, 97, 96, 95, 94, 93, 92, 91, 90, 3],
]
const labels = { 2: ['neg', 'pos'], 5: ['a', 'b', 'c', 'd', 'e'] }

describe.each(families)('The portable graph of $name', ({ name: family }) => {
  test.each([2, 5] as const)('has the logits of our own with %d labels, alone and padded in a batch', async (count) => {
    const model = await openModelFolder(await makeTinyModel({ family, labels: labels[count], blocks: 3 }))
    const { logits } = await openGraph(new PortableGraph(model, reading), count)
    const expected = await ownLogits(model, texts)
    for (const [i, ids] of texts.entries()) {
      expect(maxDifference(await logits([ids]), expected.subarray(i * count, (i + 1) * count))).toBeLessThan(1e-5)
    }
    expect(maxDifference(await logits(texts), expected)).toBeLessThan(1e-5)
    await model.close()
  })

  test('cuts long texts, closing them with the separator, and leaves others in the batch alone', async () => {
    const model = await openModelFolder(await makeTinyModel({ family, labels: labels[2] }))
    const { logits } = await openGraph(new PortableGraph(model, reading), 2)
    const [short, , long] = texts
    const cut = [...long.slice(0, 11), 77]
    const expected = await logits([long, short])
    expect(maxDifference(expected.subarray(0, 2), expected.subarray(2))).toBeGreaterThan(1e-3)
    expect(await logits([cut, short])).toEqual(expected)
    expect(maxDifference(await logits([[...cut, 78, 79, 80], short]), expected)).toBeLessThan(1e-6)
    await model.close()
  })
})

test('A model whose activation is ReLU is exported with it', async () => {
  const folder = await makeTinyModel({ family: 'distilbert', labels: labels[2], config: { activation: 'relu' } })
  const model = await openModelFolder(folder)
  const { logits } = await openGraph(new PortableGraph(model, reading), 2)
  expect(maxDifference(await logits(texts), await ownLogits(model, texts))).toBeLessThan(1e-5)
  await model.close()
})

test('The bundled model has the logits of PyTorch', async () => {
  const tensors = await goldenTensors()
  const trained = tensorsBelow(tensors, 'head.')
  const destination = join(await temporaryFolder(), 'model')
  const source = await openModelFolder(goldenModel)
  await saveModelFolder({ source, destination, labels: labels[2], trained, maxLength: 512 })
  const model = await openModelFolder(destination)
  const { logits } = await openGraph(new PortableGraph(model, { maxLength: 512, separator: 3 }), 2)
  const ids = golden.test.map((text) => text.ids)
  const expected = tensors.get('runs.1.logits_before')?.data ?? []
  expect(maxDifference(await logits(ids), expected)).toBeLessThan(1e-4)
  await model.close()
  await source.close()
})

test('The file asks for the standard operators alone, and holds its weights', async () => {
  const model = await openModelFolder(await makeTinyModel({ family: 'bert', labels: labels[2] }))
  const { path } = await openGraph(new PortableGraph(model, reading), 2)
  const file = await readFile(path)
  expect(file.includes('com.microsoft')).toBe(false)
  expect(file.includes('external')).toBe(false)
  const weights = await model.read('classifier.bias')
  expect(file.includes(Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength))).toBe(true)
  await model.close()
})

test('A model that no ONNX file can hold is refused before anything is written', () => {
  const load = () => Promise.reject(new Error('must not be read'))
  const half = { type: 'float32', shape: [1024, 262_144], load } as const
  const initializers = ['a', 'b'].map((name) => ({ name, ...half }))
  const graph = { nodes: [], inputs: [], outputs: [], initializers }
  expect(() => streamOnnx(graph)).toThrow(/too large for ONNX: 2\.1 GB/)
})
