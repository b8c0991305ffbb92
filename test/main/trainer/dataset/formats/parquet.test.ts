import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { writeParquet } from '../parquet-writer.ts'
import { faultOf, fileOf, folderOf, optionsFor, readItems, readShort } from '../scratch.ts'

// Written by pyarrow, the library behind Hugging Face datasets.
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url))

describe('Parquet', () => {
  test('gives the class names that Hugging Face stores, across row groups, from zstd', async () => {
    expect(await readShort(join(fixtures, 'hub-zstd.parquet'))).toEqual([
      ['neg', 'Dull.'],
      ['pos', 'Grand!'],
      ['neg', 'Long and flat.'],
      ['pos', 'A joy.'],
      [5, 'No label'],
      [6, 'No text'],
      [7, 'No label'],
    ])
  })

  test('writes whole numbers plainly, from snappy', async () => {
    const columns = { textColumn: 'note', labelColumn: 'score' }
    expect(await readShort(join(fixtures, 'floats-snappy.parquet'), columns)).toEqual([
      ['1', 'one'],
      ['0', 'nought'],
      ['1', 'one more'],
      ['2.5', 'two and a half'],
      [5, 'No label'],
    ])
  })

  test('rejects bytes that are not UTF-8, from gzip', async () => {
    expect(await readShort(join(fixtures, 'bytes-gzip.parquet'))).toEqual([
      ['true', 'fine'],
      [2, 'Not UTF-8 text'],
      ['false', 'fine too'],
      ['true', 'naïve'],
    ])
  })

  test('reads lists of one and fields within others', async () => {
    const path = join(fixtures, 'nested.parquet')
    const { columns } = await openDataset(optionsFor(path, { labelColumn: 'tags' }))
    expect(columns?.all).toEqual(['text', 'meta.from.name', 'tags', 'notes.0.choice', 'classes', 'none'])
    const labels = async (labelColumn: string) =>
      (await readShort(path, { labelColumn })).map((item) => (item as unknown[])[0])
    expect(await labels('tags')).toEqual(['t0', 't1', 't0', 't1'])
    expect(await labels('meta.from.name')).toEqual(['n0', 'n1', 'n0', 'n1'])
    expect(await labels('notes.0.choice')).toEqual(['c0', 'c1', 'c0', 'c1'])
    expect(await labels('classes')).toEqual(['no', 'yes', 'no', 4])
    expect(await labels('none')).toEqual([1, 2, 3, 4])
  })

  test('reads shards in order as parts of a split', async () => {
    const shard = (...texts: string[]) => {
      return writeParquet([{ name: 'text', values: texts }, { name: 'label', values: texts.map(() => 1n) }], 2, false) // prettier-ignore
    }
    const folder = folderOf({
      'data/train-00001-of-00002.parquet': shard('d'),
      'data/train-00000-of-00002.parquet': shard('a', 'b', 'c'),
      'data/test-00000-of-00001.parquet': shard('e'),
    })
    const items = await readItems(folder)
    expect(items.map((item) => item.kind === 'row' && [item.split, item.text, item.label, item.line])).toEqual([
      ['train', 'a', '1', 1],
      ['train', 'b', '1', 2],
      ['train', 'c', '1', 3],
      ['train', 'd', '1', 1],
      ['test', 'e', '1', 1],
    ])
  })

  test.each([
    ['something else', Buffer.from('PAR1 and words')],
    ['cut short', readFileSync(join(fixtures, 'hub-zstd.parquet')).subarray(0, 900)],
  ])('is an error if the file is %s', async (_, bytes) => {
    const path = fileOf('x.parquet', bytes)
    expect(await faultOf(readItems(path))).toContain(`${path} is not a Parquet file or is damaged`)
  })

  test('reads back whatever is written', async () => {
    const solid = fc.string({ unit: 'grapheme' }).map((text) => `x${text}y`.replaceAll('\0', ''))
    const label = fc.oneof(fc.constant('string'), fc.constant('bigint'), fc.constant('number'))
    const rows = fc.array(fc.tuple(solid, fc.integer({ min: -9, max: 9 })), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(rows, label, fc.integer({ min: 1, max: 5 }), fc.boolean(), async (rows, type, group, gzip) => {
        const numbers = rows.map(([, number]) => number)
        const values = type === 'string' ? numbers.map(String) : type === 'bigint' ? numbers.map(BigInt) : numbers
        const columns = [{ name: 'text', values: rows.map(([text]) => text) }, { name: 'label', values }] // prettier-ignore
        const read = await readShort(fileOf('x.parquet', writeParquet(columns, group, gzip)), { stripHtml: false })
        expect(read).toEqual(rows.map(([text, number]) => [String(number), text]))
      }),
    )
  })
})
