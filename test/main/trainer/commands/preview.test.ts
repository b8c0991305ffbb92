import { expect, test } from 'vitest'
import { preview } from '../../../../src/main/trainer/commands/preview.ts'
import { datasetChoice } from '../../../../src/shared/dataset-settings.ts'
import { fileOf, folderOf } from '../dataset/scratch.ts'
import { inEnglish } from '../../../in-english.ts'

const look = async (dataset: string, changes = {}) =>
  (await preview({ choice: datasetChoice.parse({ dataset, ...changes }) }, new AbortController().signal)).table

test('A preview has every column with its first values, and what would be taken', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, i) => `${i},it was the ${i}th thing that I saw,${i % 2 ? 'good' : 'bad'},`,
  )
  const table = await look(fileOf('x.csv', ['id,Review Text,verdict,none', ...rows].join('\n')))
  expect(table?.columns).toEqual([
    { name: 'id', values: ['0', '1', '2'] },
    { name: 'Review Text', values: [0, 1, 2].map((i) => `it was the ${i}th thing that I saw`) },
    { name: 'verdict', values: ['bad', 'good'] },
    { name: 'none', values: [] },
  ])
  expect(inEnglish(table)?.text).toMatchObject({
    column: 'Review Text',
    isClear: true,
    why: expect.stringContaining('by its name'),
  })
  expect(table?.label).toMatchObject({ column: 'verdict', isClear: true })
  expect(table?.findings.map(({ kind }) => kind)).toEqual(['columns', 'columns'])
})

test('A preview of columns that cannot be told has those that may be', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `it was the ${i}th thing that I saw,${i % 2},${i % 3}`)
  const table = await look(fileOf('x.csv', ['a,b,c', ...rows].join('\n')))
  expect(table?.label).toMatchObject({ column: null, isClear: false, candidates: ['b', 'c'] })
})

test('A preview of a plain text has its lines, until it is said what cuts them', async () => {
  const lines = Array.from({ length: 30 }, (_, i) => `I saw the ${i}th thing today=>${i % 2 ? 'good' : 'bad'}\n`)
  const file = fileOf('x.txt', ['', '# What I saw.\n', ...lines.slice(0, 3), 'And more\n', ...lines].join('\n'))
  const plain = await look(file)
  expect(plain).toMatchObject({ encoding: { used: 'utf-8' }, separator: { used: null }, header: null })
  expect(plain?.columns).toEqual([{ name: 'text', values: expect.arrayContaining(['# What I saw.']) }])
  expect(plain?.text.isClear || plain?.label.isClear).toBe(false)
  expect(plain?.findings.at(-1)?.sentence).toMatch(/^x\.txt is a plain text, not a table: .*\(--separator\)\.$/)
  const cut = await look(file, { separator: '=>' })
  expect(cut).toMatchObject({ separator: { used: '=>' }, header: false })
  expect(cut?.columns).toHaveLength(2)
})

test('A preview of what is no table is none', async () => {
  expect(await look('sample:reviews')).toBeNull()
  expect(await look(folderOf({ 'neg/1.txt': 'a', 'pos/1.txt': 'b' }))).toBeNull()
})
