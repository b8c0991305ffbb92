import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberFormat, showNumber } from '../../../../../src/main/trainer/dataset/workbook/number-format.ts'

const dayMilliseconds = 86_400_000

test.each([
  [14, undefined, '45322', '2024-01-31'],
  [22, undefined, '45322.5', '2024-01-31 12:00:00'],
  [20, undefined, '0.520833333333333', '12:30:00'],
  [200, 'dd/mm/yyyy;@', '45322', '2024-01-31'],
  [200, '[h]:mm', '0.5', '12:00:00'],
  [200, '[Red]"day "0', '3', '3'],
  [200, '00000', '123', '00123'],
  [200, '00000', '-123', '-123'],
  [0, undefined, '1.50', '1.5'],
  [0, undefined, '12345678901234567', '12345678901234567'],
  [14, undefined, 'text', 'text'],
  [14, undefined, '-1', '-1'],
])('Format %i (%s) shows %s as %s', (id, code, written, shown) => {
  expect(showNumber(written, numberFormat(id, code), 1900)).toBe(shown)
})

test('Every day since March 1900 is shown as it is in the calendar, from 1904 on in both', () => {
  fc.assert(
    fc.property(fc.integer({ min: 61, max: 2_900_000 }), (day) => {
      const isoOf = (first: number) => new Date(first + day * dayMilliseconds).toISOString().slice(0, 10)
      const shown = (calendar: 1900 | 1904) => showNumber(String(day), numberFormat(14, undefined), calendar)
      expect(shown(1900)).toBe(isoOf(Date.UTC(1899, 11, 30)))
      expect(shown(1904)).toBe(isoOf(Date.UTC(1904, 0, 1)))
    }),
  )
})

test('Numbers without a format are shown as JavaScript writes them', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const written = String(value)
      if (!/^-?\d{16,}$/.test(written)) expect(Number(showNumber(written, { kind: 'plain' }, 1900))).toBe(value || 0)
    }),
  )
})

test('No code of a format makes it throw', () => {
  const code = fc.string({
    unit: fc.constantFrom('0', '#', 'd', 'm', 'y', 'h', 's', '[', ']', '"', '\\', ';', '_', '*'),
  })
  fc.assert(
    fc.property(code, fc.double(), (code, value) => {
      expect(showNumber(String(value), numberFormat(200, code), 1900)).not.toBe('')
    }),
  )
})
