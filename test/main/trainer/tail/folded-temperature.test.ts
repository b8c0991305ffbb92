import { expect, test } from 'vitest'
import { foldTemperature } from '../../../../src/main/trainer/tail/folded-temperature.ts'

test('foldTemperature divides the classifier alone, in a copy', () => {
  const tensor = (...values: number[]) => ({ shape: [values.length], data: Float32Array.from(values) })
  const tensors = new Map([
    ['pooler.weight', tensor(1, 2)],
    ['classifier.weight', tensor(2, -4)],
    ['classifier.bias', tensor(1)],
  ])
  const head = { classifier: { weight: 'classifier.weight', bias: 'classifier.bias' } }
  const folded = foldTemperature(tensors, head, 2)
  expect([...folded].map(([, { data }]) => [...data])).toEqual([[1, 2], [1, -2], [0.5]])
  expect(tensors.get('classifier.bias')?.data[0]).toBe(1)
})
