import { expect, it } from 'vitest'
import { labelCounts, rowsToShow } from '../../../src/renderer/pad/table-rows.ts'
import type { TableAnswer } from '../../../src/shared/table-answers.ts'

const row = (line: number, label: string | null, p = 0): TableAnswer => ({
  line,
  cells: [],
  answer: label === null ? null : { label, probs: [p, 1 - p], abstained: false, truncated: false },
  about: '',
})
const rows = [row(2, 'neg', 0.7), row(3, null), row(4, 'pos', 0.1), row(5, 'neg', 0.6)]
const lines = (some: readonly TableAnswer[]): number[] => some.map(({ line }) => line)

it('Labels are counted, the commonest first, and rows without an answer too', () => {
  expect(labelCounts(rows)).toEqual([
    { label: 'neg', rows: 2 },
    { label: null, rows: 1 },
    { label: 'pos', rows: 1 },
  ])
})

it('Rows are shown in the order of the table or of their probabilities, those without an answer last', () => {
  expect(lines(rowsToShow(rows, undefined, 'table'))).toEqual([2, 3, 4, 5])
  expect(lines(rowsToShow(rows, undefined, 'surest'))).toEqual([4, 2, 5, 3])
  expect(lines(rowsToShow(rows, undefined, 'unsurest'))).toEqual([5, 2, 4, 3])
  expect(lines(rowsToShow(rows, 'neg', 'unsurest'))).toEqual([5, 2])
  expect(lines(rowsToShow(rows, null, 'table'))).toEqual([3])
})
