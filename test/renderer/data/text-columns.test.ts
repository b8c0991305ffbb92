import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textColumnSpec, textColumnsOf } from '../../../src/renderer/data/columns/text-columns.ts'

describe('The columns of a text', () => {
  it.each([
    ['body', ['body']],
    ['title,body', ['title', 'body']],
    ['title , body', ['title', 'body']],
    ['{title}: {body}', ['title', 'body']],
    ['"a,b",body', ['a,b', 'body']],
    ['a,b', ['a,b']],
    ['gone', []],
    [null, []],
  ])('are read from %s', (spec, columns) => {
    expect(textColumnsOf(spec, ['title', 'body', 'a,b'])).toEqual(columns)
  })

  it('are the same after they were written, whatever their names', () => {
    const name = fc.string({ minLength: 1 }).filter((one) => one.trim() === one && !/[{}]/.test(one))
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 4 }), (columns) => {
        const spec = textColumnSpec(columns)
        fc.pre(!columns.includes(spec))
        expect(textColumnsOf(spec, columns)).toEqual(columns)
      }),
    )
  })
})
