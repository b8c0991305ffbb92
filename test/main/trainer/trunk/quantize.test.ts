import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantizeRows } from '../../../../src/main/trainer/trunk/quantize.ts'

test('Rounding a row to whole numbers moves none by more than half its scale', () => {
  const float = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((whole) => whole / 1000)
  fc.assert(
    fc.property(fc.array(fc.array(float, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 4 }), (rows) => {
      const { values, scales } = quantizeRows(Float32Array.from(rows.flat()), rows.length)
      for (const [r, row] of rows.entries()) {
        for (const [c, value] of row.entries()) {
          const whole = values[r * 5 + c]
          expect(Math.abs(whole)).toBeLessThanOrEqual(64)
          expect(Math.abs(whole * scales[r] - value)).toBeLessThanOrEqual(0.501 * scales[r])
        }
      }
    }),
  )
})
