import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import * as arrow from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { writeParquet } from './parquet-writer.ts'
import { faultOf, fileOf, folderOf, readItems, readShort } from './scratch.ts'
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
        const folder = folderOf({ 'a/1.txt': bytes, 'b/1.txt': 'plain' })
        expect(await readItems(folder)).toHaveLength(2)
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

describe('a hostile file is told in a sentence, in bounded memory', () => {
  // Packed, it must not be taken for a bomb.
  const long = `${randomBytes(500).toString('hex')}${'x'.repeat(99_000)}`.repeat(1000)
  const fields = Array.from({ length: 500_000 }, (_, i) => `"c${i}":1`).join(',')
  const names = Array.from({ length: 20_000 }, (_, i) => `c${i}`)
  const arrowOf = (texts: string[]) => new arrow.Table({ text: arrow.vectorFromArray(texts, new arrow.Utf8()), label: arrow.vectorFromArray(texts.map((_, i) => `l${i}`), new arrow.Utf8()) }) // prettier-ignore
  const seed = (name: string) => readFileSync(join(import.meta.dirname, '../../../fuzz-seeds/datasets', name))
  /** A dictionary of one text of half a megabyte, and 400,000 rows of it: 200 GB. */
  const referring = () => {
    const rowsOf = (word: string) => {
      const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8())
      const dictionary = arrow.vectorFromArray([word], new arrow.Utf8())
      return arrow.makeVector({ type, length: 400_000, data: new Int8Array(400_000), dictionary })
    }
    return arrow.tableToIPC(new arrow.Table({ text: rowsOf('word '.repeat(100_000)), label: rowsOf('a') }), 'stream')
  }
  const footer = Buffer.alloc(40 * 2 ** 20 + 12)
  footer.write('PAR1')
  footer.writeUInt32LE(40 * 2 ** 20, footer.length - 8)
  footer.write('PAR1', footer.length - 4)
  test.each<[what: string, bytes: () => string | Uint8Array, sentence: RegExp]>([
    [
      'a million fields of JSON Lines',
      () => `{"text":"a","label":"b"}\n{${fields}}\n`,
      /has more than 10000 different/,
    ],
    [
      'columns of Parquet',
      () =>
        writeParquet(
          names.map((name) => ({ name, values: ['x', 'y'] })),
          2,
          false,
        ),
      /has 20,000 columns: /,
    ],
    ['a footer of Parquet', () => footer, /has a footer of 40 MB: /],
    [
      'columns of Arrow',
      () =>
        arrow.tableToIPC(
          new arrow.Table(new arrow.Schema(names.map((name) => new arrow.Field(name, new arrow.Utf8())))),
          'stream',
        ),
      /has 20,000 columns: /,
    ],
    [
      'a sheet that is packed',
      () => writeWorkbook({ sheets: [{ name: 'S', rows: ' '.repeat(60_000_000) }] }),
      /longer than 10 MB/,
    ],
    [
      'rows of Arrow that a few bytes are packed of',
      () => seed('rows-packed.arrow'),
      /unpacks to far more than its size/,
    ],
    ['rows of Arrow that claim no bytes', () => seed('rows-of-nothing.arrow'), /claims rows that it has not/],
    ['a text of Arrow that all rows refer to', referring, /unpacks to more than 300 times its size/],
    ['a text of Parquet that all rows refer to', () => seed('one-long-text.parquet'), /unpacks to more than 300 times/],
    ['rows of Parquet in one group', () => seed('rows-in-one-group.parquet'), /6000000 values in \d+ bytes/],
    [
      'elements within elements of a workbook',
      () => writeWorkbook({ sheets: [{ name: 'S', rows: '<a>'.repeat(5_000_000) }] }),
      /lies within more than 100 others/,
    ],
    [
      'columns of CSV in a gzip file',
      () => gzipSync(`${names.join(',')}\n${'1,'.repeat(19_999)}2\n`),
      /has 20,000 columns: /,
    ],
  ])(
    '%s',
    async (_, bytes, sentence) => {
      const path = fileOf('x.csv', bytes())
      const before = process.memoryUsage().rss
      expect(await faultOf(readItems(path))).toMatch(sentence)
      expect(process.memoryUsage().rss - before).toBeLessThan(500e6)
    },
    60_000,
  )

  test.each<[form: string, bytes: () => string | Uint8Array]>([
    ['JSON Lines', () => `{"text":"${long}","label":"l0"}\n{"text":"b","label":"l1"}\n{"text":"c","label":"l2"}\n`],
    [
      'JSON Lines in a gzip file',
      () => gzipSync(`{"text":"${long}","label":"l0"}\n{"text":"b","label":"l1"}\n{"text":"c","label":"l2"}\n`),
    ],
    ['CSV in a ZIP archive', () => writeZip({ 'a.csv': `text,label\n${long},l0\nb,l1\nc,l2\n` })],
    [
      'Parquet',
      () =>
        writeParquet(
          [
            { name: 'text', values: [long, 'b', 'c'] },
            { name: 'label', values: ['l0', 'l1', 'l2'] },
          ],
          3,
          false,
        ),
    ],
    ['Arrow', () => arrow.tableToIPC(arrowOf([long, 'b', 'c']), 'stream')],
  ])(
    'a row of 100 MB of %s is left out, and the others are read',
    async (_, bytes) => {
      const path = fileOf('x.csv', bytes())
      const before = process.memoryUsage().rss
      const [first, ...others] = await readShort(path)
      expect(first).toEqual([expect.any(Number), 'Longer than 10 MB'])
      expect(others).toEqual([['l1', 'b'], ['l2', 'c']]) // prettier-ignore
      expect(process.memoryUsage().rss - before).toBeLessThan(700e6)
    },
    60_000,
  )

  test('lists within lists of Arrow are no text', async () => {
    const items = await readItems(join(import.meta.dirname, '../../../fuzz-seeds/datasets/lists-in-lists.arrow'))
    expect(items).toEqual([
      expect.objectContaining({ row: expect.objectContaining({ reason: 'The text is not a plain value.' }) }),
    ])
  })

  test('a page of Parquet that claims to be a gigabyte is not unpacked', async () => {
    const columns = ['text', 'label'].map((name) => ({ name, values: ['one', 'two'] }))
    const file = writeParquet(columns, 2, true, 2 ** 30)
    const before = process.memoryUsage().rss
    expect(await faultOf(readItems(fileOf('x.parquet', file)))).toMatch(/unpacks to more than 300 times its size/)
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6)
  })
})

test('A Parquet file that claims more rows than it has is an error, not a long wait', async () => {
  const claims = Buffer.from(written)
  const rows = claims.lastIndexOf(Buffer.from([0x16, 4, 0])) // a row group's field 3: two rows
  expect(rows).toBeGreaterThan(0)
  claims[rows + 1] = 126
  await expect(readItems(fileOf('x.parquet', claims))).rejects.toThrow('is damaged')
})
