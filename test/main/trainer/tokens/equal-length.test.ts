import { expect, test } from 'vitest'
import { concatenateIds, equalLengthBatches } from '../../../../src/main/trainer/tokens/equal-length.ts'

test('Batches hold texts of one length and at most so many tokens, but at least one text', () => {
  const texts = [9, 2, 2, 2, 2, 2, 30].map((length) => ({ ids: new Int32Array(length).fill(length) }))
  const batches = [...equalLengthBatches(texts, 8)]
  expect(batches.map((batch) => batch.map(({ ids }) => ids.length))).toEqual([[2, 2, 2, 2], [2], [9], [30]])
  expect([...concatenateIds(batches[0], 2)]).toEqual([2, 2, 2, 2, 2, 2, 2, 2])
})
