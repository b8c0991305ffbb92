import { beforeAll, expect, test } from 'vitest'
import { startBackend, tf } from '../../../../src/main/trainer/backend/tf.ts'

beforeAll(async () => {
  await startBackend()
})

test('Rows are summed by their id, and an id without rows has zeros', () => {
  const rows = tf.tensor2d([
    [1, 2],
    [10, 20],
    [100, 200],
  ])
  expect(tf.unsortedSegmentSum(rows, tf.tensor1d([3, 0, 3], 'int32'), 4).arraySync()).toEqual([
    [10, 20],
    [0, 0],
    [0, 0],
    [101, 202],
  ])
})
