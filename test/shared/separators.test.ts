import { expect, test } from 'vitest'
import { commonSeparators, separator, separatorTitle } from '../../src/shared/separators.ts'

test.each([
  ['tab', '\t'],
  ['\\t', '\t'],
  ['semicolon', ';'],
  ['pipe', '|'],
  [';', ';'],
  ['::', '::'],
  ['constructor', null],
  ['', null],
  ['"', null],
  ['\n', null],
])('%j is taken for the separator %j', (text, sign) => {
  expect(separator.safeParse(text).data ?? null).toBe(sign)
})

test('A separator that was parsed once stays as it is', () => {
  for (const sign of commonSeparators) expect(separator.parse(sign)).toBe(sign)
})

test.each([
  [',', 'comma'],
  ['\t', 'tab'],
  ['|', '|'],
  ['::', '::'],
  ['\x01', '"\\u0001"'],
])('%j is called %s', (sign, title) => {
  expect(separatorTitle(sign)).toBe(title)
})
