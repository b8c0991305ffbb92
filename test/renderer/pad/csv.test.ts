import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { predictionsToCsv, toCsv } from '../../../src/renderer/pad/csv.ts'

describe('toCsv', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =HYPERLINK("x")'])('disarms the formula %j', (text) => {
    const [[cell]] = parse(toCsv([[text]])) as string[][]
    expect(cell).toBe(`'${text}`)
  })

  it('leaves numbers as numbers', () => {
    expect(toCsv([[-0.5, 1e-7, true, null]])).toBe('-0.5,1e-7,true,\r\n')
  })

  it('quotes what needs quotes', () => {
    expect(toCsv([['a,b', 'say "hi"', 'two\nlines', 'plain']])).toBe('"a,b","say ""hi""","two\nlines",plain\r\n')
  })

  it('is read back as it was written, but for the apostrophe before formulas', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        const back = parse(toCsv(rows), { record_delimiter: '\r\n' }) as string[][]
        const armed = rows.map((row) => row.map((one) => (/^\s*[=+\-@\t\r]/.test(one) ? `'${one}` : one)))
        expect(back).toEqual(armed)
      }),
    )
  })
})

describe('predictionsToCsv', () => {
  it('has a column for each label', () => {
    const prediction = {
      text: '=good',
      file: '/texts/a.txt',
      probs: [0.25, 0.75],
      label: 'pos',
      tokens: 3,
      truncated: false,
    }
    expect(predictionsToCsv([prediction], ['neg', 'pos']).split('\r\n')).toEqual([
      'file,label,p(neg),p(pos),tokens,truncated,text',
      "/texts/a.txt,pos,0.25,0.75,3,false,'=good",
      '',
    ])
  })

  it('has one for labels that every object has already', () => {
    const labels = ['__proto__', 'constructor', 'toString']
    const about = { text: 'good', file: null, label: '__proto__', tokens: 3, truncated: false }
    expect(
      predictionsToCsv([{ ...about, probs: [0.5, 0.25, 0.25] }], labels)
        .split('\r\n')
        .slice(0, 2),
    ).toEqual([
      'file,label,p(__proto__),p(constructor),p(toString),tokens,truncated,text',
      ',__proto__,0.5,0.25,0.25,3,false,good',
    ])
  })
})
