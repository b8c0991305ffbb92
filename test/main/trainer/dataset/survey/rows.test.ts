import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  countRows,
  countUsed,
  partCode,
  RowTable,
  sumOf,
  type MetRow,
} from '../../../../../src/main/trainer/dataset/survey/rows.ts'

const row: fc.Arbitrary<MetRow> = fc.record({
  label: fc.integer({ min: 0, max: 3 }),
  split: fc.constantFrom(null, 'train', 'validation', 'test'),
  text: fc.nat(1e6),
  group: fc.option(fc.nat(5)),
})

test('A table has the rows that were added, and groups where any row has one', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const table = new RowTable()
      for (const one of rows) table.add(one)
      const { label, part, text, group } = table.rows()
      expect([...label]).toEqual(rows.map((one) => one.label))
      expect([...part]).toEqual(rows.map(({ split }) => partCode[split ?? 'undecided']))
      expect([...text]).toEqual(rows.map((one) => one.text))
      const hasGroups = rows.some((one) => one.group !== null)
      expect(group === null ? null : [...group]).toEqual(hasGroups ? rows.map((one) => one.group ?? -1) : null)
    }),
  )
})

test('Every row is counted once, by its label and what becomes of it', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const table = new RowTable()
      for (const one of rows) table.add(one)
      const counts = countRows(table.rows(), 4)
      for (const split of ['train', 'validation', 'test'] as const) {
        const own = rows.filter((one) => one.split === split)
        expect([...counts[split]]).toEqual([0, 1, 2, 3].map((label) => own.filter((one) => one.label === label).length))
      }
      expect(sumOf(countUsed(counts))).toBe(rows.length)
    }),
  )
})
