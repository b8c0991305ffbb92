import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLabel } from '../../../../../src/main/trainer/dataset/labels/clean-label.ts'
import { faultOf, fileOf, readItems, readShort } from '../scratch.ts'

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
        '{"text":"x","label":{"a":1}}',
        '{"text":"x\\u0000","label":"a"}',
        '{"text":"half"',
      ],
      '{"text":"fine too","label":"b","extra":1}',
    ]
    const bytes = Buffer.concat([Buffer.from('\ufeff' + lines.join('\r\n') + '\n'), Buffer.from([0x22, 0xff, 0x22])])
    expect(await readShort(fileOf('x.ndjson', bytes))).toEqual([
      ['a', 'fine'],
      [3, 'Not JSON'],
      [4, 'Not a JSON object'],
      [5, 'Not a JSON object'],
      [6, 'No label'],
      [7, 'No text'],
      [8, 'No text'],
      [9, 'The text is not a plain value'],
      [10, 'The label is not a plain value'],
      [11, 'Holds NUL characters'],
      [12, 'Not JSON'],
      ['b', 'fine too'],
      [14, 'Not UTF-8 text'],
    ])
  })

  test.each([
    ['', 'it is empty'],
    ['[{"text":"x","label":"a"}]', 'line 1: Not a JSON object'],
    ['{}\n{}', 'no line with an object'],
  ])('is an error if it holds only %j', async (content, message) => {
    const path = fileOf('x.jsonl', content)
    const fault = await faultOf(readItems(path))
    expect(fault).toContain(path)
    expect(fault).toContain(message)
  })

  test('reads back whatever is written', async () => {
    const solid = fc.string({ unit: 'grapheme' }).map((text) => `x${text}y`.replaceAll('\0', ''))
    const rows = fc.array(fc.record({ text: solid, label: solid }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(rows, async (rows) => {
        const path = fileOf('x.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))
        expect(await readShort(path, { stripHtml: false })).toEqual(
          rows.map(({ text, label }) => [cleanLabel(label), text]),
        )
      }),
    )
  })
})
