import { beforeAll, describe, expect, test } from 'vitest'
import { attention, firstTokenAttention } from '../../../../src/main/trainer/network/attention.ts'
import { noDropout } from '../../../../src/main/trainer/network/dropout.ts'
import { firstToken } from '../../../../src/main/trainer/network/layers.ts'
import { normal, keyOf } from '../../../../src/main/trainer/random.ts'
import { startBackend, tf } from '../../../../src/main/trainer/backend/tf.ts'
import { maxDifference } from '../../../support/numbers.ts'

beforeAll(async () => {
  await startBackend()
})

const [batch, tokens, dim, heads] = [3, 11, 24, 4]
const lengths = [11, 7, 1]

function random(seed: number, ...shape: number[]): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1)
  return tf.tensor(normal(keyOf(99, seed), size, 0.5), shape)
}

function parameters(seed: number): { weight: tf.Variable; bias: tf.Variable } {
  return { weight: tf.variable(random(seed, dim, dim)), bias: tf.variable(random(seed + 1, dim)) }
}

describe('Attention for [CLS] alone, with keys and values absorbed', () => {
  const setUp = () => {
    const x = random(0, batch, tokens, dim) as tf.Tensor3D
    const mask = tf.tensor2d(lengths.map((length) => Array.from({ length: tokens }, (_, i) => (i < length ? 1 : 0))))
    const projections = { query: parameters(1), key: parameters(3), value: parameters(5) }
    const target = random(7, batch, dim)
    return { x, mask, projections, target, options: { heads, dropoutRate: 0, dropout: noDropout } }
  }

  test('has the loss and every gradient of the plain form, within 1e-5', async () => {
    const { x, mask, projections, target, options } = setUp()
    const loss = (context: tf.Tensor2D): tf.Scalar => tf.sum(tf.mul(tf.tanh(context), target))
    const plain = tf.variableGrads(() => loss(firstToken(attention(x, mask, projections, options))))
    const absorbed = tf.variableGrads(() => loss(firstTokenAttention(x, mask, projections, options)))

    const [plainLoss] = await plain.value.data()
    const [absorbedLoss] = await absorbed.value.data()
    expect(Math.abs(absorbedLoss - plainLoss)).toBeLessThan(1e-5 * Math.abs(plainLoss))
    for (const name of Object.keys(plain.grads)) {
      const expected = await plain.grads[name].data()
      if (name === projections.key.bias.name) {
        // Softmax cancels what a key's bias adds; the plain form shows only rounding.
        expect(maxDifference(expected, new Float32Array(dim))).toBeLessThan(1e-5)
        expect(absorbed.grads[name] ?? null).toBeNull()
        continue
      }
      const largest = Math.max(...expected.map(Math.abs))
      expect(largest).toBeGreaterThan(0.01)
      expect(maxDifference(await absorbed.grads[name].data(), expected)).toBeLessThan(1e-5 * largest)
    }
  })

  test('keeps the factor of the bias where dropout leaves probabilities that do not sum to 1', async () => {
    const { x, mask, projections, options } = setUp()
    // Both forms drop half of the probabilities of the first token's row, by one mask.
    const kept = tf.tensor1d(Array.from({ length: tokens }, (_, i) => (i % 2 === 0 ? 2 : 0)))
    const dropout = { apply: <T extends tf.Tensor>(p: T): T => tf.mul(p, kept) }
    const plain = firstToken(attention(x, mask, projections, { ...options, dropoutRate: 0.5, dropout }))
    const absorbed = firstTokenAttention(x, mask, projections, { ...options, dropoutRate: 0.5, dropout })
    expect(maxDifference(await absorbed.data(), await plain.data())).toBeLessThan(1e-5)
  })

  test('does not see padding', async () => {
    const { x, mask, projections, options } = setUp()
    const noise = tf.mul(tf.sub(1, tf.reshape(mask, [batch, tokens, 1])), random(8, batch, tokens, dim))
    const context = firstTokenAttention(x, mask, projections, options)
    const disturbed = firstTokenAttention(tf.add(x, noise), mask, projections, options)
    expect(maxDifference(await context.data(), await disturbed.data())).toBe(0)
  })
})
