import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { toCsv } from '../../src/shared/csv.ts'

describe('toCsv', () => {
  it.each(['=1+1', '+1+1', '-1+1', '-1.2.3', '@SUM(A1)', '\t=1', '\r=1', ' =HYPERLINK("x")'])(
    'disarms the formula %j',
    (text) => {
      const [[cell]] = parse(toCsv([[text]])) as string[][]
      expect(cell).toBe(`'${text}`)
    },
  )

  it('leaves numbers as numbers', () => {
    expect(toCsv([[-0.5, 1e-7, true, null, '-1', '+2.50']])).toBe('-0.5,1e-7,true,,-1,+2.50\r\n')
  })

  it('quotes what needs quotes', () => {
    expect(toCsv([['a,b', 'say "hi"', 'two\nlines', 'plain']])).toBe('"a,b","say ""hi""","two\nlines",plain\r\n')
  })

  it('is read back as it was written, but for the apostrophe before formulas', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        const back = parse(toCsv(rows), { record_delimiter: '\r\n' }) as string[][]
        const isFormula = (one: string) => /^\s*[=+\-@\t\r]/.test(one) && !/^[+-]?\d+([.,]\d+)?$/.test(one)
        const armed = rows.map((row) => row.map((one) => (isFormula(one) ? `'${one}` : one)))
        expect(back).toEqual(armed)
      }),
    )
  })
})
