import { beforeAll, expect, test } from 'vitest'
import { erf } from '../../../../src/main/trainer/commands/self-check-reference.ts'
import { checkBackend, measureRate } from '../../../../src/main/trainer/commands/self-check.ts'
import { gelu, layerNorm } from '../../../../src/main/trainer/network/layers.ts'
import { startBackend, tf } from '../../../../src/main/trainer/backend/tf.ts'

beforeAll(async () => void (await startBackend()))

test('The backend agrees with plain JavaScript, and the check leaves no tensor', async () => {
  const tensors = tf.memory().numTensors
  const { ok, maxDifference } = await checkBackend()
  expect(ok).toBe(true)
  expect(maxDifference).toBeLessThan(1e-5)
  expect(tf.memory().numTensors).toBe(tensors)
})

test('A wrong kernel is found', async () => {
  const tanhGelu = <T extends tf.Tensor>(x: T): T => {
    const inner = tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI))
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1.01))
  }
  expect((await checkBackend({ gelu: tanhGelu, layerNorm })).ok).toBe(false)
})

test('What is not a number is not ok, and has no difference', async () => {
  const broken = <T extends tf.Tensor>(x: T): T => tf.mul(x, NaN)
  expect(await checkBackend({ gelu: broken, layerNorm })).toEqual({ ok: false, maxDifference: null })
})

test('The gradient is checked too', async () => {
  const constant = tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }))
  // The value of GELU, with twice its gradient.
  const wrong = <T extends tf.Tensor>(x: T): T => tf.sub(tf.mul(gelu(x), 2), constant(gelu(x)))
  const { ok, maxDifference } = await checkBackend({ gelu: wrong, layerNorm })
  expect(ok).toBe(false)
  expect(maxDifference).toBeCloseTo(1, 4)
})

test('A rate is measured, without a leak', async () => {
  const tensors = tf.memory().numTensors
  expect(await measureRate()).toBeGreaterThan(0.1)
  expect(tf.memory().numTensors).toBe(tensors)
})

test.each([
  [0, 0],
  [0.5, 0.5204998778130465],
  [-2, -0.9953222650189527],
  [5, 0.9999999999984626],
  [9, 1],
])('erf(%d)', (x, value) => {
  expect(erf(x)).toBeCloseTo(value, 14)
})
