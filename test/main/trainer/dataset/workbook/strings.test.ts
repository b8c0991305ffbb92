import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainText, readStrings, StringTable } from '../../../../../src/main/trainer/dataset/workbook/strings.ts'

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '&#13;')

/** A file of strings in pieces of some bytes. */
async function* pieces(items: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(`<sst>${items}</sst>`)
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
  await Promise.resolve()
}

test('Strings are read back by their numbers, in whatever pieces the file comes', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '<', '&', ' ', '\n', '\r', '\u{1f600}') })
  await fc.assert(
    fc.asyncProperty(fc.array(text), fc.integer({ min: 1, max: 30 }), async (texts, size) => {
      const items = texts.map((one) => `<si><t xml:space="preserve">${escaped(one)}</t></si>`).join('')
      const table = await readStrings(pieces(items, size))
      expect(texts.map((_, i) => table.get(i))).toEqual(texts)
      expect(table.get(texts.length)).toBeUndefined()
    }),
  )
})

test('Runs of rich text are one string, without the readings of Japanese characters', async () => {
  const item = '<si><r><t>東</t></r><r><t>京</t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>'
  expect((await readStrings(pieces(item, 100))).get(0)).toBe('東京')
})

test('More strings than a block holds keep their numbers', () => {
  const table = new StringTable()
  for (let i = 0; i < 10_000; i++) table.add(`text ${i}`)
  expect([0, 4095, 4096, 9999].map((i) => table.get(i))).toEqual(['text 0', 'text 4095', 'text 4096', 'text 9999'])
})

test('A string without an end is an error', async () => {
  await expect(readStrings(pieces(`<si><t>${'x'.repeat(11_000_000)}</t></si>`, 2 ** 18))).rejects.toThrow('10 MB')
})

test('Characters that XML cannot hold are read by their codes', () => {
  expect(plainText('a_x000D_b_x_')).toBe('a\rb_x_')
})
