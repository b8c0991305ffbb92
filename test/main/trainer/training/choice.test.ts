import { describe, expect, test } from 'vitest'
import { calibratedLoss, isClearlyBetter } from '../../../../src/main/trainer/training/choice.ts'
import { computeMetrics } from '../../../../src/main/trainer/statistics/metrics.ts'

const labels = ['no', 'yes']
const truth = [0, 1, 0, 1, 0, 1, 0, 1]

/** Logits by how far each text leans towards its label. */
function measured(leanings: readonly number[]) {
  const logits = Float32Array.from(leanings.flatMap((lean, i) => (truth[i] === 1 ? [0, lean] : [lean, 0])))
  return { logits, metrics: computeMetrics(logits, truth, labels) }
}

const good = measured([3, 2, 3, 2, 3, 2, 3, -1])
const poor = measured([1, -2, 1, 2, -2, 1, 2, -1])

describe('A model', () => {
  test('is clearly better than one that errs more, and not the other way round', () => {
    expect(isClearlyBetter(good, poor, truth, labels, { chooseBy: 'loss' })).toBe(true)
    expect(isClearlyBetter(poor, good, truth, labels, { chooseBy: 'loss' })).toBe(false)
  })

  test('is not clearly better where it gains on some texts what it loses on others, but for a little', () => {
    const one = measured([3, 1, 3, 1, 3, 1, 3, -1])
    const other = measured([1, 3, 1, 3, 1, 3, 1, -1])
    expect(calibratedLoss(one, truth, labels)).toBeLessThan(calibratedLoss(other, truth, labels))
    expect(isClearlyBetter(one, other, truth, labels, { chooseBy: 'loss' })).toBe(false)
  })

  test('is judged by macro F1 alone where the recipe chooses by it', () => {
    const oneMore = measured([3, 2, 3, 2, 3, 2, 3, 1])
    expect(isClearlyBetter(oneMore, good, truth, labels, { chooseBy: 'macro-f1' })).toBe(true)
    expect(isClearlyBetter(good, good, truth, labels, { chooseBy: 'macro-f1' })).toBe(false)
  })
})
