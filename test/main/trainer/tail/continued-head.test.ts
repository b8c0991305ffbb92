import { beforeAll, expect, test } from 'vitest'
import { families } from '../../../../src/main/trainer/model/families/families.ts'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { classesOf } from '../../../../src/main/trainer/tail/continued-head.ts'
import { Tail } from '../../../../src/main/trainer/tail/tail.ts'
import { startBackend } from '../../../../src/main/trainer/backend/tf.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'

beforeAll(async () => void (await startBackend()))

const options = { unfreeze: 0, embeddings: false, labels: 3, seed: 1, dropout: null }

test.each(families)('a $name classifier keeps its head, its rows in the order of the labels', async (family) => {
  const model = await openModelFolder(await makeTinyModel({ family: family.name, labels: ['a', 'b', 'c'] }))
  const classes = classesOf(model.config, ['c', 'a', 'b'])
  const tail = await Tail.create(model, { ...options, classes })
  const { dense, classifier } = family.head
  const head = await tail.snapshot()
  expect(head.get(dense.weight)?.data).toEqual(await model.read(dense.weight))
  expect(head.get(dense.bias)?.data).toEqual(await model.read(dense.bias))
  const weight = await model.read(classifier.weight)
  const [a, b, c] = [0, 16, 32].map((start) => [...weight.subarray(start, start + 16)])
  expect([...(head.get(classifier.weight)?.data ?? [])]).toEqual([...c, ...a, ...b])
  const [biasA, biasB, biasC] = await model.read(classifier.bias)
  expect([...(head.get(classifier.bias)?.data ?? [])]).toEqual([biasC, biasA, biasB])
  tail.dispose()
  await model.close()
})

test('a new head is another one', async () => {
  const model = await openModelFolder(await makeTinyModel({ family: 'distilbert', labels: ['a', 'b', 'c'] }))
  const tail = await Tail.create(model, { ...options, classes: null })
  expect((await tail.snapshot()).get('classifier.bias')?.data).toEqual(new Float32Array(3))
  tail.dispose()
  await model.close()
})

test.each([
  ['a pretrained model', null, ['a', 'b']],
  ['other labels', ['a', 'b'], ['a', 'c']],
  ['more labels', ['a', 'b'], ['a', 'b', 'c']],
  ['fewer labels', ['a', 'b', 'c'], ['a', 'b']],
])('%s needs a new head', (_, known, labels) => {
  expect(classesOf({ labels: known }, labels)).toBeNull()
})
