import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { startBackend, tf } from '../../../../src/main/trainer/backend/tf.ts'

beforeAll(async () => {
  await startBackend()
})

test('A slice is the box that was asked for, of floats and of whole numbers', () => {
  const axis = fc.integer({ min: 1, max: 5 }).chain((length) =>
    fc.integer({ min: 0, max: length - 1 }).chain((begin) =>
      fc.record({
        length: fc.constant(length),
        begin: fc.constant(begin),
        size: fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: length - begin })),
      }),
    ),
  )
  fc.assert(
    fc.property(
      fc.array(axis, { minLength: 1, maxLength: 4 }),
      fc.constantFrom<'float32' | 'int32'>('float32', 'int32'),
      (axes, dtype) => {
        const shape = axes.map(({ length }) => length)
        const x = tf.reshape(tf.range(0, tf.util.sizeFromShape(shape), 1, dtype), shape)
        const part = tf.slice(
          x,
          axes.map(({ begin }) => begin),
          axes.map(({ size }) => size),
        )
        const box = (values: unknown, depth: number): unknown => {
          const one = axes[depth]
          if (one === undefined) return values
          const end = one.size === -1 ? one.length : one.begin + one.size
          return (values as unknown[]).slice(one.begin, end).map((value) => box(value, depth + 1))
        }
        expect(part.dtype).toBe(dtype)
        expect(part.arraySync()).toEqual(box(x.arraySync(), 0))
      },
    ),
  )
})

test('A clone outlives what it was made of', () => {
  const x = tf.tensor1d([1, 2, 3])
  const before = tf.memory().numDataBuffers
  const clone = tf.clone(x)
  x.dispose()
  expect([...clone.dataSync()]).toEqual([1, 2, 3])
  clone.dispose()
  expect(tf.memory().numDataBuffers).toBe(before - 1)
})
