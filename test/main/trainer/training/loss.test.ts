import { beforeAll, describe, expect, test } from 'vitest'
import { startBackend, tf } from '../../../../src/main/trainer/backend/tf.ts'
import { crossEntropy, lossOptions } from '../../../../src/main/trainer/training/loss.ts'

beforeAll(async () => {
  await startBackend()
})

const logits = [
  [2, -1, 0.5],
  [0.1, 0.2, 0.3],
  [-3, 1, 1],
]
const truth = [0, 2, 1]

/** The formula by itself, in float64. */
function expected(weights: readonly number[], gamma: number): number {
  const terms = logits.map((row, i) => {
    const p = Math.exp(row[truth[i]]) / row.reduce((sum, value) => sum + Math.exp(value), 0)
    return -weights[truth[i]] * (1 - p) ** gamma * Math.log(p)
  })
  return terms.reduce((sum, term) => sum + term, 0) / terms.length
}

describe('The loss', () => {
  test.each([
    ['plain', null, 0],
    ['weighted', [0.5, 2, 3], 0],
    ['focal', null, 2],
    ['weighted and focal', [0.5, 2, 3], 0.5],
  ])('is the formula: %s', (_, weights, focal) => {
    const value = crossEntropy(tf.tensor2d(logits), truth, { weights, focal }).dataSync()[0]
    expect(value).toBeCloseTo(expected(weights ?? [1, 1, 1], focal), 5)
  })

  test('has a finite gradient where a text is answered for certain', () => {
    const gradient = tf.grad((x) => crossEntropy(x as tf.Tensor2D, [0], { weights: null, focal: 0.5 }))
    const values = gradient(tf.tensor2d([[100, -100]])).dataSync()
    expect([...values].every(Number.isFinite)).toBe(true)
  })
})

describe('The weights of the labels', () => {
  const summary = { labels: ['ham', 'spam', 'odd'], counts: { train: [90, 9, 1], validation: [], test: [] } }
  const plain: Parameters<typeof lossOptions>[0] = { classWeights: 'none', labelWeights: [], focal: 0 }

  test('are none unless asked for', () => {
    expect(lossOptions(plain, summary)).toEqual({ weights: null, focal: 0 })
  })

  test("are scikit-learn's where balanced, their mean over the texts 1", () => {
    const { weights } = lossOptions({ ...plain, classWeights: 'balanced' }, summary)
    // compute_class_weight('balanced', classes=[0, 1, 2], y=[0] * 90 + [1] * 9 + [2])
    expect(weights?.map((weight) => Number(weight.toFixed(6)))).toEqual([0.37037, 3.703704, 33.333333])
  })

  test('are those of the person where given, and 1 for the other labels', () => {
    const labelWeights = [{ label: 'spam', weight: 5 }]
    expect(lossOptions({ ...plain, labelWeights }, summary).weights).toEqual([1, 5, 1])
  })
})
