import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alikeKey, numberIn } from '../../../../../src/main/trainer/dataset/labels/spelling.ts'

describe('a number', () => {
  test.each([
    [['1', '1.0', '+1', '01', '1.', '1e0', '10e-1', '001.000'], '1'],
    [['0', '-0', '0.0', '.0', '0e9'], '0'],
    [['-2', '-2.0', '-02'], '-2'],
    [['0.5', '.5', '5e-1', '0.50'], '0.5'],
    [['100', '1e2', '1E+2'], '100'],
    [['12345678901234567891', '12345678901234567891.0'], '12345678901234567891'],
  ])('is one in every spelling of %j', (spellings, number) => {
    expect(spellings.map(numberIn)).toEqual(spellings.map(() => number))
  })

  test.each(['', '.', '-', 'e1', '1,0', '1e', '0x10', 'NaN', 'Infinity', '1 0', '١', '1e9999'])(
    'is not in %j',
    (label) => {
      expect(numberIn(label)).toBeNull()
    },
  )

  test('has the value that JavaScript reads, and one spelling for each value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const number = numberIn(String(value)) ?? ''
        expect(Number(number)).toBe(value === 0 ? 0 : value)
        expect(numberIn(number)).toBe(number)
      }),
    )
  })
})

describe('labels that look alike', () => {
  test.each([
    [['Pos', 'pos', 'POS', 'pos.', ' pos ', '"pos"', 'ｐｏｓ']],
    [['very good', 'Very_Good', 'very-good', 'verygood', 'Very good!']],
    [['Straße', 'STRASSE']],
    [['İyi', 'iyi']],
    [['1', '1.0']],
  ])('have one key: %j', (labels) => {
    expect(new Set(labels.map(alikeKey)).size).toBe(1)
  })

  test.each([
    [['C', 'C++', 'C#']],
    [['!', '?', '…']],
    [['1', '-1', '11']],
    [['1-2', '12']],
    [['pos', 'neg', 'été', 'ete']],
  ])('do not include %j', (labels) => {
    expect(new Set(labels.map(alikeKey)).size).toBe(labels.length)
  })
})
