import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesPerRow, packRows, unpackRows } from '../../../../src/main/trainer/features/rows.ts'

const number = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 })
const matrix = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5 }))
  .chain(([dim, rows]) =>
    fc.record({ dim: fc.constant(dim), values: fc.array(number, { minLength: dim * rows, maxLength: dim * rows }) }),
  )

test('Rows of 8-bit numbers are off by at most half of their unit, a 127th of the largest of their own row', () => {
  fc.assert(
    fc.property(matrix, ({ dim, values }) => {
      const packed = packRows(Float32Array.from(values), 'int8', dim)
      expect(packed.byteLength).toBe((values.length / dim) * bytesPerRow('int8', dim))
      const read = new Float32Array(values.length)
      unpackRows(packed, 'int8', dim, read)
      for (let row = 0; row < values.length; row += dim) {
        const most = Math.max(...values.slice(row, row + dim).map(Math.abs))
        for (let i = row; i < row + dim; i++) {
          expect(Math.abs((read[i] ?? NaN) - (values[i] ?? NaN))).toBeLessThanOrEqual((most / 254) * (1 + 1e-5) + 1e-37)
        }
      }
    }),
  )
})

test('A row does not depend on those beside it', () => {
  const alone = packRows(Float32Array.of(1, -2, 3), 'int8', 3)
  const beside = packRows(Float32Array.of(500, 0, 7, 1, -2, 3), 'int8', 3)
  expect([...beside.subarray(bytesPerRow('int8', 3))]).toEqual([...alone])
})

test('float32 is kept as it is, in four bytes a number', () => {
  fc.assert(
    fc.property(matrix, ({ dim, values }) => {
      const read = new Float32Array(values.length)
      unpackRows(packRows(Float32Array.from(values), 'float32', dim), 'float32', dim, read)
      expect([...read]).toEqual([...Float32Array.from(values)])
    }),
  )
})
