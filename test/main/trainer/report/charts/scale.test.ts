import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scale, ticks } from '../../../../../src/main/trainer/report/charts/scale.ts'

test('Ticks are round, within the axis and about as many as wanted', () => {
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  expect(ticks(0, 3, 10, true)).toEqual([0, 1, 2, 3])
  expect(ticks(0, 0.69, 5)).toEqual([0, 0.2, 0.4, 0.6])
  const span = fc.double({ min: 1e-3, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(span, fc.integer({ min: 2, max: 12 }), (to, wanted) => {
      const found = ticks(0, to, wanted)
      expect(found.length).toBeGreaterThanOrEqual(Math.floor(wanted / 2.5))
      expect(found.length).toBeLessThanOrEqual(wanted + 1)
      expect(Math.max(...found)).toBeLessThanOrEqual(to * (1 + 1e-6))
    }),
  )
})

test('A scale maps both ends, and an empty interval to its start', () => {
  expect([0, 5, 10].map(scale(0, 10, 100, 200))).toEqual([100, 150, 200])
  expect(scale(3, 3, 100, 200)(3)).toBe(100)
})
