import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitFields, type Dialect } from '../../../../../src/main/trainer/dataset/delimited/fields.ts'

const dialectOf = (delimiter: string | null, backslash = false, quote: Dialect['quote'] = '"'): Dialect => ({
  delimiter,
  backslash,
  quote,
  literalQuotes: false,
})
const quotes = fc.constantFrom('"', "'")
const delimiters = fc.constantFrom(',', ';', '\t', '|', '::', '||')
const cell = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '"', "'", ',', ';', '|', ':', '\\', '\n') })

test('Fields that are written in quotes are read back, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), delimiters, quotes, (cells, delimiter, quote) => {
      const record = cells.map((one) => quote + one.replaceAll(quote, quote + quote) + quote).join(delimiter)
      expect(splitFields(record, dialectOf(delimiter, false, quote))).toEqual({
        fields: cells,
        open: false,
        clean: true,
      })
    }),
  )
})

test('Quotes that backslashes escape are read back where the dialect has them', () => {
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), quotes, (cells, quote) => {
      const record = cells
        .map(
          (one) =>
            quote + one.replace(/["'\\]/g, (sign) => (sign === quote || sign === '\\' ? `\\${sign}` : sign)) + quote,
        )
        .join(',')
      expect(splitFields(record, dialectOf(',', true, quote)).fields).toEqual(cells)
    }),
  )
})

test('Fields without quotes are what lies between the delimiters', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', ' ', 'é') }), { minLength: 1 }),
      delimiters,
      (cells, delimiter) => {
        expect(splitFields(cells.join(delimiter), dialectOf(delimiter)).fields).toEqual(cells)
      },
    ),
  )
})

test.each([
  ['"a', { fields: ['a'], open: true, clean: true }],
  ['"a"b,c', { fields: ['ab', 'c'], open: false, clean: false }],
  ['a"b",c', { fields: ['a"b"', 'c'], open: false, clean: true }],
  [' "a" ,b', { fields: ['a', 'b'], open: false, clean: true }],
])('%j has fields as Excel and pandas cut them', (record, expected) => {
  expect(splitFields(record, dialectOf(','))).toEqual(expected)
})

test('A file of one column is not cut', () => {
  expect(splitFields('a,b;c', dialectOf(null)).fields).toEqual(['a,b;c'])
})
