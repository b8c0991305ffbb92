import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { faultOf, fileOf, optionsFor, readItems, readShort } from '../scratch.ts'

const paths = { textColumn: 'data.text', labelColumn: 'notes.0.choice' }

describe('JSON Lines', () => {
  test('takes text, numbers and booleans as labels', async () => {
    const lines = ['"a"', '1', '1.0', '0', '-1', '2.5', 'true', '" padded "'].map(
      (label) => `{"text":"x","label":${label}}`,
    )
    const items = await readItems(fileOf('x.jsonl', lines.join('\n')))
    expect(items.map((item) => item.kind === 'row' && item.label)).toEqual([
      'a',
      '1',
      '1',
      '0',
      '-1',
      '2.5',
      'true',
      'padded',
    ])
  })

  test('rejects lines that cannot be used, with their numbers', async () => {
    const lines = [
      ...[
        '{"text":"fine","label":"a"}',
        '',
        'not json',
        '[1]',
        'null',
        '{"text":"x"}',
        '{"label":"a"}',
        '{"text":null,"label":"a"}',
      ],
      ...[
        '{"text":{"a":1},"label":"a"}',
        '{"text":"x","label":["a","b"]}',
        '{"text":"x\\u0000","label":"a"}',
        '{"text":"half"',
      ],
      '{"text":"fine too","label":"b","extra":1}',
      ...["{'text':'x','label':'a'}", '{"text":"x","label":NaN}', '{"text":"x","label":["c"]}'],
    ]
    const bytes = Buffer.from('\ufeff' + lines.join('\r\n') + '\n')
    expect(await readShort(fileOf('x.ndjson', bytes))).toEqual([
      ['a', 'fine'],
      [3, 'Not JSON'],
      [4, 'Not a JSON object'],
      [5, 'Not a JSON object'],
      [6, 'No label'],
      [7, 'No text'],
      [8, 'No text'],
      [9, 'The text is not a plain value'],
      [10, 'Has 2 labels (a, b)'],
      [11, 'Holds NUL characters'],
      [12, 'Not JSON'],
      ['b', 'fine too'],
      [14, 'Python dictionary (single quotes), not JSON'],
      [15, 'No label'],
      ['c', 'x'],
    ])
  })

  test('keeps the digits of whole numbers, and leaves those within texts alone', async () => {
    const text = 'said \\"12345678901234567891\\" or NaN \\\\'
    const lines = ['12345678901234567891', '-12345678901234567890', '1.5'].map(
      (label) => `{"text":"${text}","label":${label},"n":[NaN,-Infinity]}`,
    )
    const plain = 'said "12345678901234567891" or NaN \\'
    expect(await readShort(fileOf('x.jsonl', lines.join('\n')))).toEqual([
      ['12345678901234567891', plain],
      ['-12345678901234567890', plain],
      ['1.5', plain],
    ])
  })

  test('finds a column that begins late', async () => {
    const lines = Array.from({ length: 90 }, (_, i) => (i < 60 ? '{"text":"x"}' : `{"text":"x","label":"l${i % 2}"}`))
    const items = await readItems(fileOf('x.jsonl', lines.join('\n')))
    expect(items.filter(({ kind }) => kind === 'row')).toHaveLength(30)
  })

  test('has a column for each field within others, and no more than a few hundred', async () => {
    const record = { data: { text: 'x', 'a.b': { c: 1 } }, notes: [{ choice: ['p'] }], many: [1, 2] }
    const lines = (one: object) => fileOf('x.jsonl', [one, record].map((each) => JSON.stringify(each)).join('\n'))
    const source = await openDataset({ ...optionsFor(lines(record)), ...paths })
    expect(source.columns?.all).toEqual(['data.text', 'data.a.b.c', 'notes.0.choice', 'many'])
    expect(await readShort(lines(record), paths)).toEqual([
      ['p', 'x'],
      ['p', 'x'],
    ])
    const far = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i]))
    const wide = await openDataset({ ...optionsFor(lines({ ...record, far })), ...paths })
    expect(wide.columns?.all.length).toBeLessThan(600)
  })

  test('reads own fields only', async () => {
    const line = '{"text":"x","__proto__":{"label":"a"},"other":"b"}'
    const changes = { textColumn: 'text', labelColumn: '__proto__.label' }
    expect(await readShort(fileOf('x.jsonl', `${line}\n${line}\n{"text":"y"}`), changes)).toEqual([
      ['a', 'x'],
      ['a', 'x'],
      [3, 'No label'],
    ])
    await expect(openDataset({ ...optionsFor(fileOf('x.jsonl', line)), labelColumn: 'constructor' })).rejects.toThrow()
  })

  test.each([
    ['', 'is empty'],
    ['[]', 'has no object such as'],
    ['{}\n{}', 'has no object such as'],
    ['{"a":[1,2],"b":[3]}', 'columns of different lengths'],
    ['["a","b"]', 'a list of single values'],
    ['[{"text":"x","label":"a"}]]', 'is not JSON'],
    ['{"data": [{"text":"x","label":"a"}, \0"text":"y","label":1}]}', 'is not JSON'],
    ['{"text":\'x\'}\n{"text":\'x\'}', 'Not JSON'],
    ["{'text': 'x'}\n{'text': 'y'}", 'holds Python dictionaries'],
  ])('is an error if it holds only %j', async (content, message) => {
    const path = fileOf('x.jsonl', content)
    const fault = await faultOf(readItems(path))
    expect(fault).toContain(path)
    expect(fault).toContain(message)
  })

  test('is an error if it has more fields than a table may have columns', async () => {
    const fields = Array.from({ length: 12_000 }, (_, i) => [`c${i}`, 'x'])
    const path = fileOf('x.jsonl', JSON.stringify(Object.fromEntries(fields)))
    expect(await faultOf(readItems(path))).toContain('has more than 10000 different fields')
  })

  test('reads back whatever is written', async () => {
    const label = fc.nat(9).map((i) => `label ${i}`)
    const solid = fc.string({ unit: 'grapheme' }).map((text) => `x${text}y`.replaceAll('\0', ''))
    const rows = fc.array(fc.record({ text: solid, label }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(rows, async (rows) => {
        const path = fileOf('x.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))
        expect(await readShort(path, { stripHtml: false })).toEqual(rows.map(({ text, label }) => [label, text]))
      }),
    )
  })
})
