import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDataset } from '../../src/main/trainer/dataset/source.ts'
import { datasetForms, formOfExtension, tableForms } from '../../src/shared/dataset-forms.ts'
import { datasetSummary } from '../../src/shared/dataset-summary.ts'
import { faultOf, fileOf, folderOf, optionsFor } from '../main/trainer/dataset/scratch.ts'

test('No two forms share an extension or a title', () => {
  const extensions = Object.values(tableForms).flatMap(({ extensions }) => [...extensions])
  expect([...formOfExtension.keys()]).toEqual(extensions)
  const titles = Object.values(datasetForms).map(({ title }) => title)
  expect(new Set(titles).size).toBe(titles.length)
})

test('A summary may say every form, and no other', () => {
  const { form } = datasetSummary.shape
  expect(form.options).toEqual(Object.keys(datasetForms))
  expect(form.safeParse('excel').success).toBe(false)
})

const contents = { csv: 'text,label\na,x\n', tsv: 'text\tlabel\na\tx\n', jsonl: '{"text":"a","label":"x"}\n'.repeat(2) }

test.each(Object.entries(contents))('A table of %s is opened as that, whatever its name', async (form, content) => {
  for (const path of [fileOf('reviews.csv', content), fileOf('reviews', content), folderOf({ 'a.json': content })]) {
    expect((await openDataset(optionsFor(path))).form).toBe(form)
  }
  const pair = folderOf({ 'train.csv': content, 'test.csv': content })
  expect((await openDataset(optionsFor(pair))).form).toBe(form)
})

test.each([...formOfExtension.keys()])('An empty %s file is refused as one', async (extension) => {
  const name = `reviews${extension.toUpperCase()}`
  for (const path of [fileOf(name, ''), folderOf({ [name]: '' })]) {
    const fault = await faultOf(openDataset(optionsFor(path)))
    expect(fault).toContain(`${name} is empty`)
  }
})

test('The error about a folder without a dataset names every extension', async () => {
  const fault = await faultOf(openDataset(optionsFor(folderOf({ 'x.jpg': 'x' }))))
  for (const extension of formOfExtension.keys()) expect(fault).toContain(extension)
  expect(fault).toMatch(/or \.csv, .* and \.\w+ tables, one or a train and a test\.$/)
})

test('The README names every form of table', async () => {
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8')
  for (const { title } of Object.values(tableForms)) expect(readme).toContain(title)
})
