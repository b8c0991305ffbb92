import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { isFormula, toCsv } from '../../src/shared/csv.ts'

describe('toCsv', () => {
  it.each(['=1+1', '+1+1', '-1+1', '-1.2.3', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '＠SUM(A1)', ' =HYPERLINK("x")'])(
    'disarms the formula %j',
    (text) => {
      const [[cell]] = parse(toCsv([[text]])) as string[][]
      expect(cell).toBe(`'${text}`)
    },
  )

  it.each([
    ["a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"],
    ['a; @SUM(A1);b', "a; '@SUM(A1);b"],
    ['two\n-1+cmd|x!A0', "two\n'-1+cmd|x!A0"],
    ['a\t+HYPERLINK(1)', "a\t'+HYPERLINK(1)"],
    [';=A(1);=B(2)', ";'=A(1);'=B(2)"],
  ])('disarms the formula within %j, for a spreadsheet that cuts there', (text, disarmed) => {
    const [[cell]] = parse(toCsv([[text]]), { record_delimiter: '\r\n' }) as string[][]
    expect(cell).toBe(disarmed)
  })

  it.each(['good; -5 degrees', 'a list:\n- one\n- two', 'smile ;-) and more', 'x = f(y)'])('leaves %j', (text) => {
    const [[cell]] = parse(toCsv([[text]]), { record_delimiter: '\r\n' }) as string[][]
    expect(cell).toBe(text)
  })

  it('leaves numbers as numbers', () => {
    expect(toCsv([[-0.5, 1e-7, true, null, '-1', '+2.50']])).toBe('-0.5,1e-7,true,,-1,+2.50\r\n')
    expect(toCsv([['+49 (30) 1234-5']])).toBe('+49 (30) 1234-5\r\n')
  })

  it('quotes what needs quotes', () => {
    expect(toCsv([['a,b', 'say "hi"', 'two\nlines', 'plain']])).toBe('"a,b","say ""hi""","two\nlines",plain\r\n')
  })

  it('is read back as it was written, but for the apostrophe before formulas', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        fc.pre(rows.every((row) => row.every((one) => !/[;\t\r\n]\s*[=+\-@＝＋－＠]/.test(one))))
        const back = parse(toCsv(rows), { record_delimiter: '\r\n' }) as string[][]
        const armed = rows.map((row) => row.map((one) => (isFormula(one) ? `'${one}` : one)))
        expect(back).toEqual(armed)
      }),
    )
  })
})
