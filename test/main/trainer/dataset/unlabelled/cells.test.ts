import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toCell } from '../../../../../src/main/trainer/dataset/unlabelled/cells.ts'

test('What JSON can write comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.stringify(toCell(value))).toBe(JSON.stringify(value))
    }),
  )
})

test('Anything else becomes what JSON can write', () => {
  const any = fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, withNullPrototype: true })
  fc.assert(
    fc.property(any, (value) => {
      const cell = toCell(value)
      expect(JSON.parse(JSON.stringify(cell))).toEqual(cell === 0 ? 0 : cell)
    }),
  )
})

test.each([
  [12n, 12],
  [2n ** 70n, '1180591620717411303424'],
  [NaN, null],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [new Date(NaN), null],
  [new Uint8Array(3), null],
  [{ a: [1n] }, { a: [1] }],
])('%o becomes %j', (value, cell) => {
  expect(toCell(value)).toEqual(cell)
})
