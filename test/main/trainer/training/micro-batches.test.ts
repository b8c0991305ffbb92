import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOutOfMemory, MicroBatches } from '../../../../src/main/trainer/training/micro-batches.ts'

test('Slices make up the batch in order, at most as large as memory allows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }), (total, room) => {
      const halvings: number[] = []
      const microBatches = new MicroBatches((size) => halvings.push(size))
      for (let batch = 0; batch < 2; batch++) {
        const done: number[] = []
        microBatches.each(total, ({ first, count }) => {
          if (count > room) throw new Error('OOM when allocating tensor with shape[16,12,256]')
          for (let i = 0; i < count; i++) done.push(first + i)
        })
        expect(done).toEqual(Array.from({ length: total }, (_, i) => i))
      }
      // What the first batch found out is not tried again by the second.
      expect(halvings.length).toBeLessThanOrEqual(Math.ceil(Math.log2(total)) + 1)
    }),
  )
})

test('Gives up when one example is too large, and on any other error', () => {
  const microBatches = new MicroBatches(() => undefined)
  const fail = (message: string) => () =>
    microBatches.each(4, () => {
      throw new Error(message)
    })
  expect(fail('Resource exhausted: no memory')).toThrow('Resource exhausted')
  expect(fail('shapes do not match')).toThrow('shapes do not match')
})

test('Knows the words in which the engines say that memory ran out', () => {
  const words = ['OOM when allocating tensor', 'Resource exhausted: …', 'CUDA_ERROR: out of memory', 'std::bad_alloc']
  expect(words.map((message) => isOutOfMemory(new Error(message)))).toEqual([true, true, true, true])
  expect(isOutOfMemory(new Error('Argument BOOM is missing'))).toBe(false)
})

test('Go on at the size that an earlier process has found', () => {
  const slices: number[] = []
  const former = new MicroBatches(() => undefined)
  expect(former.size).toBeNull()
  former.each(8, ({ count }) => {
    if (count > 2) throw new Error('out of memory')
  })
  new MicroBatches(() => undefined, former.size).each(5, ({ count }) => slices.push(count))
  expect(slices).toEqual([2, 2, 1])
})
