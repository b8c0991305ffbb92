import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { AdamW } from '../../../../src/main/trainer/optimizer/adamw.ts'
import { clipScale, globalNorm } from '../../../../src/main/trainer/optimizer/gradients.ts'
import { scheduledRate } from '../../../../src/main/trainer/optimizer/schedule.ts'
import { startBackend, tf } from '../../../../src/main/trainer/backend/tf.ts'

beforeAll(async () => {
  await startBackend()
})

describe('AdamW', () => {
  test('makes the steps of the paper, in float64, with decay on weights only', async () => {
    const names = ['layer.weight', 'layer.bias', 'output_layer_norm.weight']
    const variables = new Map(names.map((name) => [name, tf.variable(tf.tensor1d([0.5, -0.25]))]))
    const optimizer = new AdamW(variables, { weightDecay: 0.1 })
    const expected = new Map(names.map((name) => [name, { value: [0.5, -0.25], m: [0, 0], v: [0, 0] }]))
    for (let step = 1; step <= 5; step++) {
      const gradient = [0.1 * step, -0.3 / step]
      const rate = 0.01 * step
      const tensor = tf.tensor1d(gradient)
      optimizer.apply(Object.fromEntries(names.map((name) => [name, tensor])), rate)
      for (const [name, state] of expected) {
        for (const i of [0, 1]) {
          state.m[i] = 0.9 * state.m[i] + 0.1 * gradient[i]
          state.v[i] = 0.999 * state.v[i] + 0.001 * gradient[i] ** 2
          const decayed = state.value[i] * (name === 'layer.weight' ? 1 - rate * 0.1 : 1)
          const [mHat, vHat] = [state.m[i] / (1 - 0.9 ** step), state.v[i] / (1 - 0.999 ** step)]
          state.value[i] = decayed - (rate * mHat) / (Math.sqrt(vHat) + 1e-8)
        }
      }
    }
    for (const [name, { value }] of expected) {
      const actual = await variables.get(name)?.data()
      expect(actual?.[0]).toBeCloseTo(value[0], 5)
      expect(actual?.[1]).toBeCloseTo(value[1], 5)
    }
  })

  test('leaves a variable without a gradient as it is', async () => {
    const variable = tf.variable(tf.tensor1d([1, 2]))
    const optimizer = new AdamW(new Map([['layer.weight', variable]]), { weightDecay: 0.5 })
    optimizer.apply({}, 0.1)
    expect([...(await variable.data())]).toEqual([1, 2])
  })
})

describe('Clipping', () => {
  test('is by one factor for all gradients, to the limit', () => {
    const norm = globalNorm({ a: tf.tensor1d([3]), b: tf.tensor2d([[0, 4]]) })
    expect(norm).toBe(5)
    expect(clipScale(norm, 1)).toBeCloseTo(0.2, 6)
  })

  test('leaves gradients below the limit alone', () => {
    expect(clipScale(globalNorm({ a: tf.tensor1d([0.3, -0.4]) }), 1)).toBe(1)
  })

  test('measures any number of numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 }), (values) => {
        const norm = tf.tidy(() => globalNorm({ a: tf.tensor1d(values.map((value) => value / 1e4)) }))
        expect(Math.abs(norm - Math.hypot(...values) / 1e4)).toBeLessThanOrEqual(1e-9 * Math.hypot(...values))
      }),
    )
  })

  test('makes a step as scaled gradients do', async () => {
    const moved = async (values: number[], scale: number): Promise<number[]> => {
      const variable = tf.variable(tf.ones<tf.Rank.R1>([7]))
      const optimizer = new AdamW(new Map([['layer.weight', variable]]), { weightDecay: 0.1 })
      for (const sign of [1, -0.5]) {
        optimizer.apply({ 'layer.weight': tf.tensor1d(values.map((value) => sign * value)) }, 0.1, scale)
      }
      return [...(await variable.data())]
    }
    const values = [1, -2, 3, -4, 5, -6, 7]
    const [scaled, plain] = [
      await moved(values, 0.5),
      await moved(
        values.map((value) => value / 2),
        1,
      ),
    ]
    scaled.forEach((value, i) => expect(value).toBeCloseTo(plain[i], 6))
  })
})

describe('The linear schedule', () => {
  test('falls from the peak by equal steps, and would reach 0 one step after the last', () => {
    expect([0, 1, 2, 3, 4].map((step) => scheduledRate('linear', step, 4, 2, 0))).toEqual([2, 1.5, 1, 0.5, 0])
  })

  test('rises from 0 during the warm-up', () => {
    expect([0, 1, 2, 3, 4, 5].map((step) => scheduledRate('linear', step, 6, 4, 1 / 3))).toEqual([0, 2, 4, 3, 2, 1])
  })
})

describe('The other schedules', () => {
  test('cosine falls as half a wave, after the warm-up', () => {
    // transformers.get_cosine_schedule_with_warmup(optimizer of rate 2, num_warmup_steps=1, num_training_steps=5)
    const rates = [0, 1, 2, 3, 4].map((step) => scheduledRate('cosine', step, 5, 2, 0.2))
    expect(rates.map((rate) => Number(rate.toFixed(6)))).toEqual([0, 2, 1.707107, 1, 0.292893])
  })

  test('constant stays where the warm-up led', () => {
    expect([0, 1, 2, 3].map((step) => scheduledRate('constant', step, 4, 2, 0.5))).toEqual([0, 1, 2, 2])
  })
})

describe('A rate of its own', () => {
  test('is a multiple of the step, for its tensors alone', async () => {
    const names = ['block.weight', 'head.weight']
    const variables = new Map(names.map((name) => [name, tf.variable(tf.tensor1d([1]))]))
    const optimizer = new AdamW(variables, { weightDecay: 0, scaleOf: (name) => (name === 'head.weight' ? 5 : 1) })
    const gradient = tf.tensor1d([0.3])
    optimizer.apply(Object.fromEntries(names.map((name) => [name, gradient])), 0.01)
    const moved = await Promise.all([...variables.values()].map(async (one) => 1 - (await one.data())[0]))
    expect(moved[0]).toBeCloseTo(0.01, 5)
    expect(moved[1]).toBeCloseTo(0.05, 5)
  })
})
