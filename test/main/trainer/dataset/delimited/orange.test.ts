import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orangeRecords } from '../../../../../src/main/trainer/dataset/delimited/orange.ts'

const record = (line: number, ...fields: string[]) => ({ line, fields, clean: true })

test.each<[count: number, types: readonly string[], flags: readonly string[], line?: number]>([
  [2, ['string', 'd'], ['meta', 'class']],
  [2, ['string', 'pos neg'], ['meta include=True', 'class']],
  [2, ['S', 'C'], ['m', 'c']],
  [2, ['string', 'discrete'], ['meta', '']],
  [1, ['string', 'd'], ['A lamp', 'good'], 4],
  [0, ['string', 'd'], ['A lamp', 'good']],
  [0, ['A lamp', 'good'], ['A film', 'class']],
  [0, ['string', 'good'], ['A film', 'bad'], 4],
])('%i records below the header are of Orange: %j, %j', (count, types, flags, line = 3) => {
  expect(orangeRecords(record(1, 'text', 'label'), record(2, ...types), record(line, ...flags))).toBe(count)
})

test('No rows of texts are taken for them', () => {
  const row = fc.tuple(fc.lorem({ maxCount: 6 }), fc.constantFrom('pos', 'neg'))
  fc.assert(
    fc.property(row, row, (one, other) => {
      expect(orangeRecords(record(1, 'text', 'label'), record(2, ...one), record(3, ...other))).toBe(0)
    }),
  )
})
