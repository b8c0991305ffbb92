import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinedInJavaScript } from '../../../../../src/main/trainer/export/joined-texts.ts'
import { parseTextColumns } from '../../../../../src/main/trainer/dataset/rows/text-template.ts'

const columns = ['title', 'Body', 'a, b', 'x.y']

function join(spec: string, row: Record<string, string>): string {
  const text = parseTextColumns(spec, columns)
  return text.join(text.columns.map((column) => row[column] ?? ''))
}

describe('the columns of a text', () => {
  test.each([
    ['title', ['title']],
    ['BODY', ['Body']],
    ['a, b', ['a, b']],
    ['title,body', ['title', 'Body']],
    [' title , "a, b"', ['title', 'a, b']],
    ['{title}: {body}', ['title', 'Body']],
    ['{x.y}', ['x.y']],
  ])('given as %j are %j', (spec, expected) => {
    expect(parseTextColumns(spec, columns).columns).toEqual(expected)
  })

  test.each(['nothing', 'title,nothing', '{nothing}', ',', '{}', '"title'])('given as %j are refused', (spec) => {
    expect(() => parseTextColumns(spec, columns, 'x.csv')).toThrow(/^x\.csv has no text column .*choose among/)
  })

  test.each([
    ['title,body', { title: ' One ', Body: 'two' }, 'One\ntwo'],
    ['title,body', { title: '', Body: 'two' }, 'two'],
    ['title,body', { title: 'One', Body: 'NULL' }, 'One'],
    ['title,body', {}, ''],
    ['{title}: {body}', { title: 'One', Body: 'two' }, 'One: two'],
    ['{title}: {body}', { title: '', Body: 'two' }, 'two'],
    ['{title}: {body}', { title: 'One' }, 'One'],
    ['<{title} | {body}>', { title: 'One', Body: 'two' }, '<One | two>'],
    ['<{title} | {body}>', {}, ''],
    ['{{{title}}} {title}', { title: 'One' }, '{One} One'],
  ])('given as %j make of %j %j', (spec, row, text) => {
    expect(join(spec, row)).toBe(text)
  })

  test('are found again whatever they are called', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => text.trim() === text && /^[^"{}\n\r\0]+$/.test(text))
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 2, maxLength: 4, selector: (text) => text.normalize('NFC').toLowerCase() }),
        (names) => {
          const list = names.map((one) => `"${one}"`).join(',')
          expect(parseTextColumns(list, names).columns).toEqual(names)
          expect(parseTextColumns(names.map((one) => `{${one}}`).join(' '), names).columns).toEqual(names)
        },
      ),
    )
  })

  test('are joined by the sample of an export as they were in training', async () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', ' ', 'NULL', 'nan'))
    const spec = fc.constantFrom('title,Body', '{title}: {Body}', '«{title}» — {Body}\u2028`$x` "end"')
    await fc.assert(
      fc.asyncProperty(spec, fc.record({ title: cell, Body: cell }), async (spec, row) => {
        const source = `data:text/javascript,${encodeURIComponent(joinedInJavaScript(spec))}`
        const sample = (await import(/* @vite-ignore */ source)) as { joined: (row: object) => string }
        expect(sample.joined(row)).toBe(join(spec, row))
      }),
      { numRuns: 50 },
    )
  })
})
