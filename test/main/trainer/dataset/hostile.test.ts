import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { writeParquet } from './parquet-writer.ts'
import { fileOf, folderOf, readItems } from './scratch.ts'
import { writeWorkbook } from './workbook/workbook-writer.ts'
import { writeZip } from './zip-writer.ts'

/** Items of good form or a `dataset` error: nothing else may come of any bytes. */
async function survives(path: string): Promise<void> {
  try {
    for (const item of await readItems(path)) {
      if (item.kind === 'rejected') expect(item.row.reason).toMatch(/\.$/)
      else expect([item.text, item.label]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)])
    }
  } catch (error) {
    if (!(error instanceof LastlayerError) || error.code !== 'dataset') throw error
  }
}

/** Bytes with some of them overwritten, and perhaps cut short. */
function mutated(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.nat({ max: bytes.length - 1 })
  const change = fc.tuple(at, fc.oneof(fc.constantFrom(0, 10, 13, 34, 44, 0x7f, 0x80, 0xff), fc.nat({ max: 255 })))
  return fc
    .tuple(
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.oneof({ weight: 4, arbitrary: fc.constant(bytes.length) }, at),
    )
    .map(([changes, length]) => {
      const copy = Uint8Array.from(bytes)
      for (const [position, byte] of changes) copy[position] = byte
      return copy.subarray(0, length)
    })
}

const random = fc.uint8Array({ maxLength: 300 })
const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`formats/fixtures/${name}.parquet`, import.meta.url)))
const written = writeParquet(
  [
    { name: 'text', values: ['one', 'two', 'three', 'four'] },
    { name: 'label', values: [1n, 0n, 1n, 0n] },
  ],
  2,
  false,
)
const table = (delimiter: string) =>
  Buffer.from(
    [
      ['text', 'label'],
      ['"One, ""two"""', 'a'],
      ['plain é', 'b'],
      ['"two\nlines"', 'a'],
      ['last', '"b"'],
    ]
      .map((row) => row.join(delimiter))
      .join('\r\n'),
  )
const workbook = writeWorkbook({
  sheets: [{ name: 'S', rows: [['text', 'label'], ['one', 'a'], ['two', 'b']], merged: ['B2:B3'] }], // prettier-ignore
})
const json = Buffer.from('{"data": [{"text":"one é","label":["a"]}, {"text":"two\\n","label":12345678901234567890}]}')
const jsonl = Buffer.from('{"text":"one é","label":1}\n{"text":"two\\n","label":true}\n\n{"text":"3","label":"x"}\n')

describe('no bytes make a reader crash or hang', () => {
  test.each([
    ['csv', fc.oneof(random, mutated(table(',')))],
    ['tsv', fc.oneof(random, mutated(table('\t')))],
    ['jsonl', fc.oneof(random, mutated(jsonl))],
    ['json', fc.oneof(random, mutated(json))],
    ['txt', fc.oneof(random, mutated(Buffer.from('__label__a one\n__label__b __label__c two é\n')))],
    ['xlsx', mutated(workbook)],
    ['csv.gz', mutated(gzipSync(table(',')))],
    ['zip', mutated(writeZip({ 'a.csv': table(',') }))],
    ['parquet', fc.oneof(random, mutated(fixture('hub-zstd')), mutated(fixture('floats-snappy')), mutated(written))],
  ])('as .%s', async (form, bytes) => {
    await fc.assert(
      fc.asyncProperty(bytes, async (bytes) => await survives(fileOf(`x.${form}`, bytes))),
      { numRuns: 300 },
    )
  })

  test('as .txt', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(random, mutated(Buffer.from('naïve <br /> ☆'))), async (bytes) => {
        const folder = folderOf({ 'a/1.txt': bytes })
        expect(await readItems(folder)).toHaveLength(1)
        await survives(folder)
      }),
      { numRuns: 150 },
    )
  })
})

describe('what is larger than any dataset takes neither long nor much memory', () => {
  const wide = (open: string, close: string) => `${open}${'"x",'.repeat(2 ** 20)}"x"${close}`
  test.each<[what: string, bytes: string | Uint8Array]>([
    ['a million columns of CSV', `${'a,'.repeat(2 ** 20)}a\n${'b,'.repeat(2 ** 20)}b\n`],
    ['a million cells of JSON', `[${wide('[', ']')},${wide('[', ']')}]`],
    ['a million fields of JSON', `{${Array.from({ length: 500_000 }, (_, i) => `"${i}":1`).join(',')}}`],
    ['nested lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    [
      'nested objects on a line',
      `{"text":"x","label":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}\n{"text":"y"}\n`,
    ],
    ['nested objects in a list', `[${`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}},`.repeat(3)}{}]`],
    ['a row of 100 MB', `text,label\n${'x'.repeat(100_000_000)},a\nb,c\nd,e\n`],
    ['a string of 100 MB', `[{"text":"${'x'.repeat(100_000_000)}","label":"a"},{"text":"b","label":"c"}]`],
    ['a line of 100 MB', `__label__a ${'x '.repeat(50_000_000)}\n__label__b c\n`],
  ])(
    '%s',
    async (_, bytes) => {
      const path = fileOf('x', bytes)
      const [before, started] = [process.memoryUsage().rss, performance.now()]
      await survives(path)
      expect(performance.now() - started).toBeLessThan(20_000)
      expect(process.memoryUsage().rss - before).toBeLessThan(700e6)
    },
    60_000,
  )
})

test('A Parquet file that claims more rows than it has is an error, not a long wait', async () => {
  const claims = Buffer.from(written)
  const rows = claims.lastIndexOf(Buffer.from([0x16, 4, 0])) // a row group's field 3: two rows
  expect(rows).toBeGreaterThan(0)
  claims[rows + 1] = 126
  await expect(readItems(fileOf('x.parquet', claims))).rejects.toThrow('is damaged')
})
