import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Table } from '../../../../../src/main/trainer/dataset/formats/table.ts'
import { openTextLines } from '../../../../../src/main/trainer/dataset/formats/text-lines.ts'
import { openLines } from '../../../../../src/main/trainer/dataset/unlabelled/lines.ts'
import { fileOf } from '../scratch.ts'

const reading = { encoding: null, separator: null, header: 'auto', sheet: null } as const

/** The lines of a file as both readers of lines give them. */
const readers: [who: string, open: (path: string) => Promise<Table>][] = [
  ['without labels', (path) => openLines(path, null)],
  ['of one label', (path) => openTextLines(path, reading)],
]

async function textsOf({ rows }: Table): Promise<unknown[]> {
  const texts: unknown[] = []
  for await (const row of rows(['text'])) texts.push('reason' in row ? row.reason : row.cells[0])
  return texts
}

test.each(readers)('Lines %s are read back, blank ones aside', async (_, open) => {
  const line = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\u{1f600}') })
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1 }), async (lines) => {
      const texts = await textsOf(await open(fileOf('x.txt', `${lines.join('\n')}\n`)))
      expect(texts).toEqual(lines.filter((one) => one.trim() !== ''))
    }),
  )
})

test.each(readers)('A line %s that is too long has a reason, and a column of its own', async (_, open) => {
  const table = await open(fileOf('x.txt', `a\n${'x'.repeat(11_000_000)}\nb\n`))
  expect(table).toMatchObject({ columns: ['text'], facts: { encoding: { used: 'utf-8' } } })
  expect(await textsOf(table)).toEqual(['a', 'Longer than 10 MB: it is not one text.', 'b'])
})
