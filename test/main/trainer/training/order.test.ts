import { describe, expect, test } from 'vitest'
import type { Example } from '../../../../src/main/trainer/dataset/dataset.ts'
import { orderOf } from '../../../../src/main/trainer/training/order.ts'

const examples = [...Array<number>(95).fill(0), ...Array<number>(5).fill(1)].map((label, ordinal): Example => {
  return { ordinal, label, split: 'train', digest: String(ordinal) }
})
const ordinals = (some: readonly Example[]) => some.map(({ ordinal }) => ordinal)

describe('The order of an epoch', () => {
  test('has every example once, another way each epoch and the same way again', () => {
    const plain = { seed: 1, balancedBatches: false }
    const first = ordinals(orderOf(examples, 1, plain))
    expect([...first].sort((a, b) => a - b)).toEqual(ordinals(examples))
    expect(ordinals(orderOf(examples, 2, plain))).not.toEqual(first)
    expect(ordinals(orderOf(examples, 1, plain))).toEqual(first)
  })

  test('has as many of each label where batches are balanced, those of the rare one again and again', () => {
    const order = orderOf(examples, 1, { seed: 1, balancedBatches: true })
    expect(order).toHaveLength(100)
    for (let start = 0; start < 100; start += 10) {
      expect(order.slice(start, start + 10).filter(({ label }) => label === 1)).toHaveLength(5)
    }
    const rare = order.filter(({ label }) => label === 1)
    expect(new Set(ordinals(rare)).size).toBe(5)
    // A label's examples come round before one comes again.
    expect(new Set(ordinals(rare.slice(0, 5))).size).toBe(5)
  })
})
