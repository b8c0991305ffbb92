import { performance } from 'node:perf_hooks'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bootstrap } from '../../../../src/main/trainer/statistics/bootstrap.ts'
import { compareAnswers } from '../../../../src/main/trainer/statistics/compare-answers.ts'
import { macroF1 } from '../../../../src/main/trainer/statistics/macro-f1.ts'
import { mcnemar } from '../../../../src/main/trainer/statistics/mcnemar.ts'
import { wilson } from '../../../../src/main/trainer/statistics/wilson.ts'
import type { Interval } from '../../../../src/shared/yardsticks.ts'
import { maxDifference } from '../../../support/numbers.ts'

describe('wilson', () => {
  test.each([
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371106, 1],
    [7, 9, 0.45258896910698887, 0.9367748928821533],
    [1690, 2000, 0.8284791517075799, 0.8601980856683554],
    [967, 1000, 0.9540187355329184, 0.9764070720415732],
  ])('is that of statsmodels for %i of %i', (hits, total, low, high) => {
    const interval = wilson(hits, total)
    expect(interval[0]).toBeCloseTo(low, 12)
    expect(interval[1]).toBeCloseTo(high, 12)
  })

  test('holds the share, within 0 and 1', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (hits, others) => {
        const [low, high] = wilson(hits, hits + others)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        if (hits + others === 0) return
        expect(low).toBeLessThanOrEqual(hits / (hits + others))
        expect(high).toBeGreaterThanOrEqual(hits / (hits + others))
      }),
    )
  })
})

describe('mcnemar', () => {
  // statsmodels: mcnemar([[0, b], [c, 0]], exact=True).pvalue
  test.each([
    [0, 0, 1],
    [1, 0, 1],
    [5, 5, 1],
    [3, 11, 0.057373046875],
    [40, 64, 0.023645635749768208],
    [1200, 1330, 0.010313729856195362],
    [9000, 11000, 1.9540827705825487e-45],
    [0, 60, 1.734723475976807e-18],
  ])('is that of statsmodels for %i against %i', (first, second, p) => {
    expect(mcnemar(first, second) / p).toBeCloseTo(1, 9)
    expect(mcnemar(second, first)).toBe(mcnemar(first, second))
  })
})

function macroF1Interval(confusion: readonly (readonly number[])[], key: number): Interval {
  const cells = confusion.flatMap((row, truth) => row.map((count, said) => ({ truth, said, count })))
  const found = macroF1(cells, confusion.length)
  return bootstrap(
    cells.map(({ count }) => count),
    (drawn) => [found(drawn)],
    key,
  )[0]
}

describe('bootstrap', () => {
  const confusion = [
    [50, 10, 3],
    [4, 80, 9],
    [6, 7, 31],
  ]

  test('has the interval of macro F1 that scipy has', () => {
    // scipy.stats.bootstrap of f1_score(average='macro'), percentile, 40,000 resamples
    const [low, high] = macroF1Interval(confusion, 1)
    expect(Math.abs(low - 0.7266)).toBeLessThan(0.005)
    expect(Math.abs(high - 0.8467)).toBeLessThan(0.005)
  })

  test('has the interval of a mean that scipy has', () => {
    // Of 500 texts 64 are +1, 40 are -1.
    const mean = (counts: Float64Array) => [(counts[0] - counts[1]) / 500]
    const [[low, high]] = bootstrap([64, 40, 396], mean, 3)
    expect(Math.abs(low - 0.008)).toBeLessThan(0.0025)
    expect(Math.abs(high - 0.088)).toBeLessThan(0.0025)
  })

  test('draws the same texts for the same key, others for another', () => {
    expect(macroF1Interval(confusion, 1)).toEqual(macroF1Interval(confusion, 1))
    expect(macroF1Interval(confusion, 2)).not.toEqual(macroF1Interval(confusion, 1))
  })

  test('counts a label only where a resample has it', () => {
    expect(macroF1Interval([[5, 0], [0, 0]], 1)).toEqual([1, 1]) // prettier-ignore
  })

  test('takes seconds at most for 25,000 texts of 50 labels', () => {
    const wide = Array.from({ length: 50 }, (_, i) => Array.from({ length: 50 }, (_, j) => (i === j ? 402 : 2)))
    const startedAt = performance.now()
    macroF1Interval(wide, 1)
    expect(performance.now() - startedAt).toBeLessThan(8000)
  })
})

describe('compareAnswers', () => {
  // 500 texts of which 64 are right with the second alone, 40 with the first alone; labels in turn.
  const truth = Array.from({ length: 500 }, (_, i) => i % 3)
  const wrong = (label: number) => (label + 1) % 3
  const first = truth.map((label, i) => (i < 64 || i >= 450 ? wrong(label) : label))
  const second = truth.map((label, i) => ((i >= 64 && i < 104) || i >= 450 ? wrong(label) : label))
  const [{ gain: found }] = compareAnswers(truth, [first, second], 3, 5)

  test('counts and tests the texts that only one has right', () => {
    expect(found).toMatchObject({ texts: 500, onlyFirst: 40, onlySecond: 64 })
    expect(found.p).toBeCloseTo(0.023645635749768208, 12)
  })

  test('has the differences and intervals that scipy has', () => {
    // scipy.stats.bootstrap, paired, percentile, 20,000 resamples
    expect(found.accuracy.difference).toBeCloseTo(0.048, 12)
    expect(found.macroF1.difference).toBeCloseTo(0.04799685174, 9)
    const ends = [...found.accuracy.interval, ...found.macroF1.interval]
    expect(maxDifference(ends, [0.008, 0.088, 0.00805, 0.088])).toBeLessThan(0.004)
  })

  test('holds each of several ways against the last, as it does of two', () => {
    const all = compareAnswers(truth, [truth, first, second], 3, 5)
    expect(all.map(({ gain }) => gain.accuracy.difference)).toEqual([-0.18, expect.closeTo(0.048, 12), 0])
    expect(all[0]?.macroF1).toEqual([1, 1])
    const ends = [...(all[1]?.macroF1 ?? []), ...(all[1]?.gain.macroF1.interval ?? [])]
    const [alone] = compareAnswers(truth, [first, second], 3, 6)
    expect(maxDifference(ends, [...alone.macroF1, ...alone.gain.macroF1.interval])).toBeLessThan(0.01)
  })

  test('finds nothing between a model and itself', () => {
    expect(compareAnswers(truth, [first, first], 3, 1)[0].gain).toMatchObject({
      p: 1,
      accuracy: { difference: 0, interval: [0, 0] },
      macroF1: { difference: 0, interval: [0, 0] },
    })
  })
})
