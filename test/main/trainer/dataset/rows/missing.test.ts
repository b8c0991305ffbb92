import { expect, test } from 'vitest'
import { isMissing, mayBeMeant } from '../../../../../src/main/trainer/dataset/rows/missing.ts'

test.each(['', ' ', 'NA', 'n.a.', ' N.A. ', '\\N'])('%j says that nothing is there', (value) => {
  expect(isMissing(value)).toBe(true)
})

test.each(['-', '+', 'N', 'n.a', 'none', 'n.a.s.'])('%j is a value', (value) => {
  expect(isMissing(value)).toBe(false)
})

test('A word for nothing may be meant as a label, but not what a database writes', () => {
  expect(['None', 'n/a', 'n.a.', '\\N', 'NaN'].map(mayBeMeant)).toEqual([true, true, true, false, false])
})
