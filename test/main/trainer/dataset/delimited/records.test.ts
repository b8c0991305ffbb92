import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Line } from '../../../../../src/main/trainer/dataset/bytes/lines.ts'
import type { Dialect } from '../../../../../src/main/trainer/dataset/delimited/fields.ts'
import { fits, readRecords } from '../../../../../src/main/trainer/dataset/delimited/records.ts'

const dialect: Dialect = { delimiter: ',', backslash: false, quote: '"', literalQuotes: false }

const linesOf = (text: string): Line[] =>
  text.split('\n').map((line, i) => ({ number: i + 1, bytes: Buffer.from(line) }))

/** The records of a text: their fields, or why they have none, each with the line that it begins on. */
async function read(text: string, fields: number | null = null, atATime = 3): Promise<unknown[]> {
  const width = fields === null ? null : { fields, from: 0 }
  const records: unknown[] = []
  for await (const some of readRecords(inPieces(linesOf(text), atATime), { dialect, encoding: 'utf-8', width })) {
    for (const record of some) records.push([record.line, 'fields' in record ? record.fields : record.reason])
  }
  return records
}

function inPieces<T>(all: readonly T[], atATime: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / atATime) }, (_, i) => all.slice(i * atATime, (i + 1) * atATime))
}

test('Records are the same however many lines come together', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n') })
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom(null, 2), async (text, fields) => {
      expect(await read(text, fields, 1)).toEqual(await read(text, fields, 1000))
    }),
  )
})

test('Records that are written in quotes are read back, with the lines that they begin on', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ' ', '\n') }).map((one) => `x${one}`)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), async (rows) => {
      const written = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
      const begins = rows.map(
        (_, i) => 1 + (written.slice(0, i).join('\n') + (i > 0 ? '\n' : '')).split('\n').length - 1,
      )
      expect(await read(written.join('\n'), 2)).toEqual(rows.map((row, i) => [begins[i], row]))
    }),
  )
})

test('No text makes it throw, and no line is told twice', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\\') })
  await fc.assert(
    fc.asyncProperty(text, async (text) => {
      const lines = (await read(text)).map((record) => (record as [number])[0])
      expect(lines).toEqual([...lines].sort((a, b) => a - b))
      if (!text.includes('\r')) expect(new Set(lines).size).toBe(lines.length)
    }),
  )
})

test('A forgotten quote costs one line', async () => {
  expect(await read('a,b\n"c,d\ne,f', 2)).toEqual([
    [1, ['a', 'b']],
    [2, 'A quote (") is opened and never closed.'],
    [3, ['e', 'f']],
  ])
})

test('Bytes that are not text cost one line', async () => {
  const lines: Line[] = [
    { number: 1, bytes: Buffer.from([0x61, 0xff]) },
    { number: 2, bytes: null },
    { number: 3, bytes: Buffer.from('a,b') },
  ]
  const reasons: unknown[] = []
  for await (const some of readRecords([lines], { dialect, encoding: 'utf-8', width: null })) {
    for (const record of some) reasons.push('reason' in record ? record.reason : record.fields)
  }
  expect(reasons).toEqual([
    'Not UTF-8 text: save the file as UTF-8.',
    'Longer than 10 MB: it is not one text.',
    ['a', 'b'],
  ])
})

test.each([
  [['a', 'b'], true],
  [['a'], true],
  [['a', 'b', ' '], true],
  [['a', 'b', 'c'], false],
])('Whether %j fits in two columns', (fields, expected) => {
  expect(fits(fields, 2)).toBe(expected)
})
