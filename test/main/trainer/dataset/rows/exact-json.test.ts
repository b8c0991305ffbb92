import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseExactJson } from '../../../../../src/main/trainer/dataset/rows/exact-json.ts'

test('Long whole numbers keep every digit', () => {
  const text =
    '{"a":12345678901234567891,"b":[-12345678901234567890, 1],"c":"12345678901234567891","d":1.2345678901234567891}'
  expect(parseExactJson(text)).toEqual({
    a: '12345678901234567891',
    b: ['-12345678901234567890', 1],
    c: '12345678901234567891',
    d: 1.2345678901234567,
  })
})

test('All else is parsed as ever', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat({ max: 2 }), (value, space) => {
      const text = JSON.stringify({ value, far: '\\"1234567890123456 "' }, null, space)
      const digits = (one: unknown) => JSON.stringify(one).replace(/"?(-?\d{16,})"?/g, '$1')
      expect(digits(parseExactJson(text))).toBe(digits(JSON.parse(text)))
    }),
  )
})

test('What is no JSON is a SyntaxError, at once', () => {
  const started = performance.now()
  expect(() => parseExactJson('"\\'.repeat(1_000_000) + '1'.repeat(20))).toThrow(SyntaxError)
  expect(() => parseExactJson(`[${'1'.repeat(1_000_000)}.`)).toThrow(SyntaxError)
  expect(performance.now() - started).toBeLessThan(1000)
})
