import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../../../../src/main/trainer/dataset/json/parse.ts'

const parse = (text: string): unknown => parseJson(Buffer.from(text))

test('What JSON.stringify writes is read back', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'small' }), (value) => {
      const text = JSON.stringify(value).replaceAll(/\d{16,}/g, '7')
      expect(parse(text)).toEqual({ value: JSON.parse(text) as unknown })
    }),
  )
})

test('Whole numbers of 16 digits and more are their digits, wherever they stand', () => {
  const digits = fc.stringMatching(/^[1-9]\d{15,24}$/)
  fc.assert(
    fc.property(fc.string(), digits, fc.boolean(), (before, digits, isNegative) => {
      const number = `${isNegative ? '-' : ''}${digits}`
      expect(parse(`{${JSON.stringify(before)}:1,"n":${number},"text":"${number}"}`)).toMatchObject({
        value: { n: number, text: number },
      })
    }),
  )
})

test('Numbers of 15 digits, fractions and exponents are numbers', () => {
  expect(parse('[123456789012345,1.125,1e16]')).toEqual({ value: [123456789012345, 1.125, 1e16] }) // prettier-ignore
})

test('What Python writes for no number is nothing', () => {
  expect(parse('[NaN,Infinity,-Infinity,"NaN"]')).toEqual({ value: [null, null, null, 'NaN'] })
})

test('No text makes it throw: what is no JSON has a reason', () => {
  const some = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', 'NaN', "'") })
  fc.assert(
    fc.property(some, (text) => {
      const parsed = parseJson(Buffer.from(text))
      if ('reason' in parsed) expect(parsed.reason).toMatch(/\.$/)
    }),
  )
  expect(parse("{'text': 'x'}")).toEqual({ reason: expect.stringContaining('Python dictionary') })
  expect(parseJson(null)).toEqual({ reason: expect.stringContaining('Longer than 10 MB') })
})
