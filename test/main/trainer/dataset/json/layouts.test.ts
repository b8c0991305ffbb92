import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { fileOf, optionsFor, readItems, readShort } from '../scratch.ts'
import { english } from '../../../../../src/shared/said.ts'

const rows = [
  { text: 'a film to see again', label: 'pos' },
  { text: 'a film to forget', label: 'neg' },
  { text: 'naïve "quoted" {braces} [brackets], 1', label: 'pos' },
]
const read = rows.map(({ text, label }) => [label, text])
const index = Object.fromEntries(rows.map((row, i) => [String(i), row]))
const cells = rows.map(({ text, label }) => [text, label])
const column = (name: 'text' | 'label') => Object.fromEntries(rows.map((row, i) => [String(i), row[name]]))

/** What each program writes, and what it is called in the finding; null where that is plain. */
const layouts: readonly (readonly [name: string, value: unknown, layout: string | null])[] = [
  ['a list', rows, null],
  ['pandas, orient="split"', { columns: ['text', 'label'], index: [0, 1, 2], data: cells }, 'names of columns'],
  ['pandas, orient="index"', index, 'an object for each row'],
  ['pandas, orient="columns"', { text: column('text'), label: column('label') }, 'an object of cells for each column'],
  ['pandas, orient="table"', { schema: { fields: [{ name: 'text' }] }, data: rows }, 'the list "data"'],
  ['lists of columns', { text: rows.map((row) => row.text), label: rows.map((row) => row.label) }, 'a list of cells for each column'],
  ['a list in an object', { version: 1, tags: [], examples: rows }, 'the list "examples"'],
  ['a list far down', { meta: { a: 1 }, rasa: { nlu: { examples: rows } } }, 'the list "rasa.nlu.examples"'],
  ['objects by number', Object.fromEntries(rows.map((row, i) => [`id-${i}`, row])), 'an object for each row'],
  ['rows of cells with a header', [['text', 'label'], ...cells], 'a list of cells for each row'],
] // prettier-ignore

describe('JSON', () => {
  test.each(layouts)('is read where it is %s', async (_, value, layout) => {
    for (const space of [0, 2]) {
      const path = fileOf('data.json', JSON.stringify(value, null, space))
      expect(await readShort(path)).toEqual(read)
      const { findings } = await openDataset(optionsFor(path))
      expect(findings.map(({ sentence }) => english(sentence))).toEqual(
        layout === null ? [] : [expect.stringContaining(layout)],
      )
    }
  })

  test('is read where it is rows of cells without names', async () => {
    const items = await readShort(fileOf('data.json', JSON.stringify(cells)), { textColumn: 'column 1', labelColumn: 'column 2' }) // prettier-ignore
    expect(items).toEqual(read)
  })

  test('is read where objects follow each other, on one line or on several', async () => {
    for (const between of ['\n', '', ',\n', '\r\n\r\n']) {
      const text = rows.map((row) => JSON.stringify(row, null, 1)).join(between)
      expect(await readShort(fileOf('data.json', text))).toEqual(read)
    }
  })

  test('is read where texts are listed by label, and where labels stand at their texts', async () => {
    const texts = { pos: ['a film to see again', 'good'], neg: ['a film to forget'] }
    expect(await readShort(fileOf('data.json', JSON.stringify(texts)))).toEqual([
      ['pos', 'a film to see again'],
      ['pos', 'good'],
      ['neg', 'a film to forget'],
    ])
    const labels = { 'one of those': 'a', 'two of those': 'b', 'three of those': 'a', 'four of those': 'b' }
    expect(await readShort(fileOf('data.json', JSON.stringify(labels)))).toEqual(
      Object.entries(labels).map(([text, label]) => [label, text]),
    )
  })

  test('gives the parts that it names', async () => {
    const path = fileOf(
      'data.json',
      JSON.stringify({ train: rows, val: rows.slice(1), oos_test: cells.slice(2), x: 1 }),
    )
    const items = await readItems(path)
    expect(items.map((item) => item.kind === 'row' && item.split)).toEqual([
      ...['train', 'train', 'train', 'validation', 'validation'],
      ...[false],
    ])
  })

  test('names the line on which a record begins', async () => {
    const path = fileOf('data.json', '[\n{"text":"a","label":"x"},\n\n5,\n{"text":"b",\n"label":"y"}, {"text":"c"')
    const places = (await readItems(path)).map((item) =>
      item.kind === 'row' ? item.line : [item.row.line, item.row.reason],
    )
    expect(places).toEqual([2, [4, 'Not a JSON object.'], 5, [6, 'The file ends within this value: it is cut short.']])
  })

  test('reads back whatever is written', async () => {
    const label = fc.nat(9).map((i) => `label ${i}`)
    const solid = fc.string({ unit: 'grapheme' }).map((text) => `x${text}y`.replaceAll('\0', ''))
    const some = fc.array(fc.record({ text: solid, label }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(some, fc.constantFrom(0, 1), fc.boolean(), async (some, space, isWrapped) => {
        const text = JSON.stringify(isWrapped ? { data: some } : some, null, space)
        const read = await readShort(fileOf('x.json', text), { stripHtml: false })
        expect(read).toEqual(some.map(({ text, label }) => [label, text]))
      }),
      { numRuns: 60 },
    )
  })
})
