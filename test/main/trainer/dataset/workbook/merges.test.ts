import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SheetRow } from '../../../../../src/main/trainer/dataset/workbook/cells.ts'
import { readMerges, unmerged } from '../../../../../src/main/trainer/dataset/workbook/merges.ts'

async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size)
    yield await Promise.resolve(bytes.subarray(start, start + size))
}

async function* rowsOf(...rows: (readonly string[])[]): AsyncGenerator<SheetRow> {
  for (const [i, cells] of rows.entries()) yield await Promise.resolve({ line: i + 1, cells: [...cells] } as SheetRow)
}

const sheet = (prefix: string): string => {
  const [open, close] = [`<${prefix}`, `</${prefix}`]
  const text = '&lt;/sheetData&gt; mergeCell ref="Z1:Z9"'
  return (
    `${open}worksheet>${open}sheetData>${open}row r="1">${open}c>${open}is>${text}${close}is>${close}c>${close}row>` +
    `${close}sheetData>${open}mergeCells count="3">${open}mergeCell ref="B4:B6"/>${open}mergeCell ref="A1:A3"/>` +
    `${open}mergeCell ref="A7:C7"/>${close}mergeCells>${close}worksheet>`
  )
}

test.each(['', 'x:'])(
  'Merged cells are found behind the rows, however the bytes are cut (prefix "%s")',
  async (prefix) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (size) => {
        expect(await readMerges(pieces(sheet(prefix), size))).toEqual([
          { column: 0, first: 1, last: 3 },
          { column: 1, first: 4, last: 6 },
        ])
      }),
    )
  },
)

test('The value of merged cells is in each of their rows, and in no other', async () => {
  const merges = [
    { column: 0, first: 1, last: 2 },
    { column: 1, first: 2, last: 3 },
  ]
  const rows: SheetRow[] = []
  for await (const row of unmerged(rowsOf(['a', 'x'], ['', 'y'], [], ['', 'z']), merges)) rows.push(row)
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['a', 'x'],
    ['a', 'y'],
    ['', 'y'],
    ['', 'z'],
  ])
})
