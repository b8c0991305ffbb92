import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { normal, keyOf } from '../../../../src/main/trainer/random.ts'
import { startBackend, tf } from '../../../../src/main/trainer/backend/tf.ts'
import { maxDifference } from '../../../support/numbers.ts'

beforeAll(async () => {
  await startBackend()
})

function random(seed: number, shape: number[]): tf.Tensor {
  return tf.tensor(normal(keyOf(seed), tf.util.sizeFromShape(shape), 1), shape)
}

/** One product, by its definition, in float64. */
function plainProduct(a: number[][], b: number[][]): number[] {
  return a.flatMap((row) => b[0].map((_, column) => row.reduce((sum, value, i) => sum + value * b[i][column], 0)))
}

test('The matrix product is right for any shapes, transposes and batches, and leaves no tensor behind', async () => {
  const size = fc.integer({ min: 1, max: 9 })
  const shapes = fc.record({ batch: fc.integer({ min: 0, max: 3 }), rows: size, inner: size, columns: size })
  await fc.assert(
    fc.asyncProperty(
      shapes,
      fc.boolean(),
      fc.boolean(),
      async ({ batch, rows, inner, columns }, transposeA, transposeB) => {
        const outer = batch === 0 ? [] : [batch]
        const a = random(1, [...outer, ...(transposeA ? [inner, rows] : [rows, inner])])
        const b = random(2, [...outer, ...(transposeB ? [columns, inner] : [inner, columns])])
        const before = tf.memory().numDataBuffers
        const product = tf.matMul(a, b, transposeA, transposeB)
        expect(product.shape).toEqual([...outer, rows, columns])
        expect(tf.memory().numDataBuffers).toBe(before + 1)

        const upright = (x: tf.Tensor, isTransposed: boolean): number[][][] => {
          const matrices = tf.reshape<tf.Rank.R3>(x, [Math.max(batch, 1), ...x.shape.slice(-2)] as [
            number,
            number,
            number,
          ])
          return (isTransposed ? tf.transpose(matrices, [0, 2, 1]) : matrices).arraySync()
        }
        const [left, right] = [upright(a, transposeA), upright(b, transposeB)]
        const expected = left.flatMap((matrix, i) => plainProduct(matrix, right[i]))
        expect(maxDifference(await product.data(), expected)).toBeLessThan(1e-5)
      },
    ),
    { numRuns: 60 },
  )
})
