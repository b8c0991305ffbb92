import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as arrow from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decompressLz4 } from '../../../../../src/main/trainer/dataset/arrow/lz4.ts'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { faultOf, fileOf, folderOf, optionsFor, readShort } from '../scratch.ts'

const fixtures = fileURLToPath(new URL('../formats/fixtures', import.meta.url))
const table = (columns: Readonly<Record<string, readonly unknown[]>>) => {
  return arrow.tableFromJSON(Array.from({ length: columns.text?.length ?? 0 }, (_, i) => Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i]])))) // prettier-ignore
}
const both = ['file', 'stream'] as const
/** A file is a stream between its name and a footer, which a reader that reads forwards alone does not need. */
const written = (one: arrow.Table, form: (typeof both)[number]) => {
  const stream = Buffer.from(arrow.tableToIPC(one, 'stream'))
  return form === 'stream'
    ? stream
    : Buffer.concat([Buffer.from('ARROW1\0\0'), stream, Buffer.from('foot\x04\0\0\0ARROW1')])
}
const named = (names: readonly string[]) => ({ label: { names, _type: 'ClassLabel' } })
const numbers = new arrow.Table({
  text: arrow.vectorFromArray(['a', 'b', 'c', 'd'], new arrow.Utf8()),
  label: arrow.vectorFromArray([1n, 0n, -1n, 5n], new arrow.Int64()),
})

describe('Arrow', () => {
  test.each(both)('is read as a %s, with its texts, numbers, lists of one and fields within others', async (form) => {
    const list = new arrow.List(new arrow.Field('item', new arrow.Utf8()))
    const inner = new arrow.Struct([new arrow.Field('c', new arrow.Utf8())])
    const one = new arrow.Table({
      text: arrow.vectorFromArray(['a', 'b'], new arrow.LargeUtf8()),
      label: arrow.vectorFromArray([true, false], new arrow.Bool()),
      tags: arrow.vectorFromArray([['x'], ['y']], list),
      in: arrow.vectorFromArray(
        [{ b: { c: 'q' } }, { b: { c: 'r' } }],
        new arrow.Struct([new arrow.Field('b', inner)]),
      ),
    })
    const path = fileOf('data', written(one, form))
    const { columns } = await openDataset(optionsFor(path))
    expect(columns?.all).toEqual(['text', 'label', 'tags', 'in.b.c'])
    expect(await readShort(path)).toEqual([['true', 'a'], ['false', 'b']]) // prettier-ignore
    expect(await readShort(path, { labelColumn: 'tags' })).toEqual([['x', 'a'], ['y', 'b']]) // prettier-ignore
    expect(await readShort(path, { labelColumn: 'in.b.c' })).toEqual([['q', 'a'], ['r', 'b']]) // prettier-ignore
  })

  test.each(['lz4', 'zstd'])('is read where it is packed with %s', async (packing) => {
    const items = await readShort(join(fixtures, `${packing}.feather`))
    expect(items).toEqual(Array.from({ length: 4 }, (_, i) => ['ab'[i % 2], 'one and the same text again and again '.repeat(30) + String(i)])) // prettier-ignore
  })

  test('has the names of classes from its own notes, or from those beside it', async () => {
    const read = [['yes', 'a'], ['no', 'b'], [3, 'No label'], ['5', 'd']] // prettier-ignore
    const noted = numbers.schema.metadata.set(
      'huggingface',
      JSON.stringify({ info: { features: named(['no', 'yes']) } }),
    )
    const own = new arrow.Table(new arrow.Schema(numbers.schema.fields, noted), numbers.batches)
    expect(await readShort(fileOf('x.arrow', written(own, 'stream')))).toEqual(read)
    const folder = folderOf({
      'data-00000-of-00001.arrow': written(numbers, 'stream'),
      'dataset_info.json': JSON.stringify({ features: named(['no', 'yes']) }),
    })
    const path = join(folder, 'data-00000-of-00001.arrow')
    expect(await readShort(path)).toEqual(read)
    expect((await openDataset(optionsFor(path))).classes).toEqual(['no', 'yes'])
  })

  test('is an error if it is damaged or claims rows that it has not', async () => {
    for (const form of both) {
      const bytes = written(numbers, form)
      expect(await faultOf(readShort(fileOf('x.arrow', bytes.subarray(0, 300))))).toContain('is damaged')
    }
    expect(await faultOf(readShort(fileOf('x.arrow', 'ARROW1\0\0')))).toContain('is damaged')
  })

  test('no bytes make it crash or hang', async () => {
    const files = [...both.map((form) => written(numbers, form)), readFileSync(join(fixtures, 'lz4.feather'))]
    const file = fc.constantFrom(...files)
    const fatal = [[851_978_071, 89], [902_864_213, 183], [977_110_068, 109]] as [number, number][] // prettier-ignore
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(file, changes, async (bytes, changes) => {
        const copy = Buffer.from(bytes)
        for (const [place, byte] of changes) copy[8 + (place % (copy.length - 8))] = byte
        await readShort(fileOf('x.arrow', copy)).catch(async (error: unknown) => {
          await faultOf(Promise.reject(error as Error))
        })
      }),
      // What these leave of a batch no column can be made of.
      { numRuns: 300, examples: files.map((one): [Buffer, [number, number][]] => [one, [...fatal]]) },
    )
  }, 60_000)

  test('reads back whatever is written', async () => {
    const label = fc.nat(9).map((i) => `label ${i}`)
    const cell = fc.string({ unit: 'grapheme' }).map((text) => `x${text}y`.replaceAll('\0', ''))
    const rows = fc.array(fc.tuple(cell, label), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(...both), async (rows, form) => {
        const one = table({ text: rows.map(([text]) => text), label: rows.map(([, label]) => label) })
        const read = await readShort(fileOf('x.arrow', written(one, form)), { stripHtml: false })
        expect(read).toEqual(rows.map(([text, label]) => [label, text]))
      }),
      { numRuns: 60 },
    )
  })
})

test('No bytes make the reader of LZ4 crash or hang', () => {
  const frame = Buffer.from([4, 0x22, 0x4d, 0x18, 0x40, 0x40, 0])
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (rest) => {
      const size = Buffer.alloc(4)
      size.writeUInt32LE(rest.length)
      try {
        decompressLz4(Buffer.concat([frame, size, rest, Buffer.alloc(4)]), 2 ** 20)
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
      }
    }),
  )
})
