import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibrate } from '../../../../src/main/trainer/statistics/calibration.ts'
import { fitTemperature } from '../../../../src/main/trainer/statistics/temperature.ts'
import { computeMetrics } from '../../../../src/main/trainer/statistics/metrics.ts'

const labels = 3
const truth = Array.from({ length: 400 }, (_, i) => (i * 7) % labels)
/** Overconfident on every fifth text; made by a formula that NumPy has too. */
const logits = Float32Array.from({ length: 400 * labels }, (_, at) => {
  const [i, j] = [Math.floor(at / labels), at % labels]
  return 2.5 * Math.sin(i * (j + 1) * 0.7 + j) + (truth[i] === j && i % 5 !== 0 ? 1.8 : 0)
})

describe('fitTemperature', () => {
  test('finds the minimum that scipy finds', () => {
    // scipy.optimize.minimize_scalar of the mean cross-entropy
    expect(fitTemperature(logits, truth, labels)).toBeCloseTo(1.1955570587, 6)
  })

  test('stays within its bounds where all answers are right, or all wrong', () => {
    expect(fitTemperature(Float32Array.of(1, 0, 0, 1), [0, 1], 2)).toBe(0.2)
    expect(fitTemperature(Float32Array.of(1, 0, 0, 1), [1, 0], 2)).toBe(10)
  })

  test('never makes the loss of what it was fitted on larger', () => {
    const row = fc.tuple(fc.float({ min: -30, max: 30, noNaN: true }), fc.float({ min: -30, max: 30, noNaN: true }))
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.nat(1)), { minLength: 1 }), (texts) => {
        const z = Float32Array.from(texts.flatMap(([logits]) => logits))
        const y = texts.map(([, label]) => label)
        const t = fitTemperature(z, y, 2)
        const loss = (logits: Float32Array) => computeMetrics(logits, y, ['a', 'b']).loss
        expect(loss(z.map((x) => x / t))).toBeLessThanOrEqual(loss(z) + 1e-5)
      }),
    )
  })
})

describe('calibrate', () => {
  const found = calibrate(logits, truth, labels, 1.1955570587)

  test('has the calibration error of 15 bins that NumPy has', () => {
    expect(found.before.error).toBeCloseTo(0.07270494411, 6)
    expect(found.after.error).toBeCloseTo(0.08801734273, 6)
    const counts = found.before.bins.map(({ count }) => count)
    expect(counts).toEqual([0, 0, 0, 0, 0, 10, 13, 21, 33, 28, 46, 51, 54, 67, 77])
    expect(found.before.bins[0]).toMatchObject({ confidence: null, accuracy: null })
  })

  test('has the share of texts above a confidence, and how many of them are right', () => {
    const at = (threshold: number) => found.coverage.find((point) => point.threshold === threshold)
    expect(at(0)).toEqual({ threshold: 0, share: 1, accuracy: 0.715 })
    expect(at(0.8)).toMatchObject({ share: 0.4075, accuracy: expect.closeTo(0.9325153374, 8) })
    expect(at(0.95)).toEqual({ threshold: 0.95, share: 0.07, accuracy: 1 })
  })
})
