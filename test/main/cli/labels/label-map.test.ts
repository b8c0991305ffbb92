import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseLabelMap, readLabelMap } from '../../../../src/main/cli/labels/label-map.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'

describe('a label map', () => {
  test.each([
    [
      '{"Pos": "pos", "neu": null}',
      [
        ['Pos', 'pos'],
        ['neu', null],
      ],
    ],
    [
      '\ufeff{"0": 1, "1": true}',
      [
        ['0', '1'],
        ['1', 'true'],
      ],
    ],
    [
      'Pos,pos\nneu,\n',
      [
        ['Pos', 'pos'],
        ['neu', null],
      ],
    ],
    ['from\tto\nPos\tpos\r\n', [['Pos', 'pos']]],
    ['old;new\n"a, b";c', [['a, b', 'c']]],
  ])('is read from %j', (text, pairs) => {
    expect(parseLabelMap(text, 'map').map(({ from, to }) => [from, to])).toEqual(pairs)
  })

  test.each([
    ['', /holds no labels/],
    ['{"a": ', /is not JSON/],
    ['{"a": ["b"]}', /neither a label nor null/],
    ['a,b\nc,d,e', /3 cells in its line 2/],
    ['a,"b', /quotes/],
  ])('of %j is refused with what is right', (text, reason) => {
    expect(() => parseLabelMap(text, 'map.json')).toThrow(reason)
    expect(() => parseLabelMap(text, 'map.json')).toThrow(/map\.json .*: write a JSON object such as/)
  })

  test('that is not there is a sentence', async () => {
    await expect(readLabelMap('/nowhere/map.json')).rejects.toThrow(LastlayerError)
    expect(await readLabelMap(undefined)).toEqual([])
  })

  test('is read back as it was written, as JSON and as CSV', () => {
    const label = fc.string({ minLength: 1, unit: 'grapheme' }).map((text) => text.replace(/[\0\s]/g, '_'))
    fc.assert(
      fc.property(fc.dictionary(label, fc.option(label), { minKeys: 1, noNullPrototype: true }), (map) => {
        fc.pre(!Object.hasOwn(map, '__proto__'))
        const entries = Object.entries(map)
        const pairs = (text: string) => parseLabelMap(text, 'map').map(({ from, to }) => [from, to])
        expect(pairs(JSON.stringify(map))).toEqual(entries)
        const cell = (text: string | null) => (text === null ? '' : `"${text.replaceAll('"', '""')}"`)
        const csv = ['from,to', ...entries.map(([from, to]) => `${cell(from)},${cell(to)}`)].join('\n')
        expect(pairs(csv)).toEqual(entries)
      }),
    )
  })

  test('of any text is read or refused with a sentence', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]"\',;:\t\n\\abn01') }), (text) => {
        try {
          parseLabelMap(text, 'map')
        } catch (error) {
          expect(error).toBeInstanceOf(LastlayerError)
        }
      }),
    )
  })
})
