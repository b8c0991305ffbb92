import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDataset } from '../../src/main/trainer/dataset/source.ts'
import { datasetForms, formOfExtension, tableForms, tableTitles } from '../../src/shared/dataset-forms.ts'
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

test.each([...formOfExtension])('A %s file, alone or as train and test, is opened as %s', async (extension, form) => {
  const files = ['reviews', 'train', 'test'].map((name) => `${name}${extension.toUpperCase()}`)
  // An empty file is no table of any form; its fault comes from the reader, no longer from the search for one.
  for (const path of [
    fileOf(files[0], ''),
    folderOf({ [files[0]]: '' }),
    folderOf({ [files[1]]: '', [files[2]]: '' }),
  ]) {
    const fault = await faultOf(openDataset(optionsFor(path)))
    expect(fault).toContain(extension.toUpperCase())
    expect(fault).not.toContain('Lastlayer reads')
  }
  expect(tableForms[form].extensions).toContain(extension)
})

test('The error about a file that is no dataset names every extension', async () => {
  const fault = await faultOf(openDataset(optionsFor(folderOf({ 'a.bin': 'x' }))))
  for (const extension of formOfExtension.keys()) expect(fault).toContain(extension)
  expect(fault).toMatch(/or \.csv, .* and \.\w+ tables, one or a train and a test\.$/)
})

test('The README names every form of table', async () => {
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8')
  for (const title of tableTitles) expect(readme).toContain(title)
})
