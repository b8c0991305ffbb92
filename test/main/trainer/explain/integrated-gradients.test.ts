import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { startBackend, tf } from '../../../../src/main/trainer/backend/tf.ts'
import { integratedGradients } from '../../../../src/main/trainer/explain/integrated-gradients.ts'

beforeAll(async () => void (await startBackend()))

const number = fc.double({ min: -2, max: 2, noNaN: true })
const six = fc.array(number, { minLength: 6, maxLength: 6 })
const three = (values: number[]): tf.Tensor3D => tf.tensor3d(values, [1, 3, 2])
const sum = (values: Float32Array): number => values.reduce((sum, one) => sum + one, 0)

describe('Integrated gradients', () => {
  test('of a product are exact: half of what each factor changes', async () => {
    const f = (x: tf.Tensor3D): tf.Tensor1D => tf.prod(tf.sum(tf.slice(x, [0, 0, 0], [-1, 2, -1]), 2), 1)
    // (a, b) = (2, 3) against (0, 0): each has 3 of 6; the third token has no part in it.
    const { tokens, difference } = await integratedGradients(f, three([2, 0, 3, 0, 9, 9]), three([0, 0, 0, 0, 0, 0]))
    expect(difference).toBeCloseTo(6, 5)
    expect([...tokens].map((one) => Number(one.toFixed(4)))).toEqual([3, 3, 0])
  })

  test('add up to what the function has over the baseline', async () => {
    const f = (x: tf.Tensor3D): tf.Tensor1D => tf.sum(tf.tanh(tf.mul(tf.sum(x, 1), 0.7)), 1)
    await fc.assert(
      fc.asyncProperty(six, six, async (x, baseline) => {
        const { tokens, difference } = await integratedGradients(f, three(x), three(baseline))
        expect(Math.abs(sum(tokens) - difference)).toBeLessThan(0.01 * Math.abs(difference) + 1e-3)
      }),
      { numRuns: 20 },
    )
  })
})
