import { expect, test } from 'vitest'
import { boundedTable } from '../../../../../src/main/trainer/dataset/formats/bounded.ts'
import type { Table } from '../../../../../src/main/trainer/dataset/formats/table.ts'

function tableOf(rows: number, cell: unknown): Table {
  return {
    path: 'a.parquet',
    columns: ['text'],
    async *rows() {
      for (let line = 1; line <= rows; line++) yield await Promise.resolve({ line, cells: [cell] })
    },
  }
}

async function count(table: Table): Promise<number> {
  let rows = 0
  for await (const { line } of table.rows(['text'])) rows = line
  return rows
}

test('A table of as much as its file may hold is read whole', async () => {
  expect(await count(boundedTable(tableOf(1000, 'x'.repeat(1000)), 10_000))).toBe(1000)
})

test.each([
  ['one long value again and again', 'x'.repeat(10_000_000)],
  ['one within lists and objects', { a: ['x'.repeat(10_000_000)] }],
])('One of %s ends in a sentence', async (_, cell) => {
  const path = /^a\.parquet unpacks to more than 300 times its size/
  await expect(count(boundedTable(tableOf(1000, cell), 100))).rejects.toThrow(path)
})

test('Rows without end do, too', async () => {
  await expect(count(boundedTable(tableOf(Infinity, null), 100))).rejects.toThrow('more than 300 times its size')
})
