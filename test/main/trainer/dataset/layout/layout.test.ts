import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { faultOf, fileOf, folderOf, optionsFor, readItems } from '../scratch.ts'

const csv = 'text,label\na,b\n'
const jsonl = '{"text":"a","label":"b"}\n'.repeat(2)

describe('tables in a folder', () => {
  test.each([
    [{ 'anything.csv': csv, 'README.md': '-' }, 'csv', [null]],
    [{ 'train.csv': csv, 'test.csv': csv, 'submission.csv': csv }, 'csv', ['train', 'test']],
    [{ 'Train.TSV': 'text\tlabel\na\tb\n', 'Test.tsv': 'text\tlabel\na\tb\n' }, 'tsv', ['train', 'test']],
    [
      { 'train.jsonl': jsonl, 'valid.jsonl': jsonl, 'test.jsonl': jsonl },
      'jsonl',
      ['train', 'train', 'validation', 'validation', 'test', 'test'],
    ],
    [{ 'train.ndjson': jsonl, 'valid.ndjson': jsonl }, 'jsonl', ['train', 'train', 'validation', 'validation']],
    [
      { 'train-1.csv': csv, 'train-2.csv': csv, 'test_1.csv': csv, 'trainer.csv': csv },
      'csv',
      ['train', 'train', 'test'],
    ],
    [{ 'test.csv': csv }, 'csv', [null]],
  ])('%j', async (files, form, splits) => {
    const folder = folderOf(files)
    expect((await openDataset(optionsFor(folder))).form).toBe(form)
    expect((await readItems(folder)).map((item) => item.kind === 'row' && item.split)).toEqual(splits)
  })

  test('give way to label folders beside them', async () => {
    const folder = folderOf({ 'a/1.txt': 'A', 'b/1.txt': 'B', 'index.csv': csv })
    expect((await openDataset(optionsFor(folder))).form).toBe('folders')
  })
})

describe('a place without a dataset', () => {
  test('is an error if it does not exist', async () => {
    const path = join(folderOf({}), 'missing')
    expect(await faultOf(openDataset(optionsFor(path)))).toBe(
      `${path} does not exist: choose a folder of labelled texts or a table file.`,
    )
  })

  test('is an error if it is empty', async () => {
    const folder = folderOf({})
    expect(await faultOf(openDataset(optionsFor(folder)))).toContain(`${folder} is empty`)
  })

  test('is an error that names the layouts if nothing in it is understood', async () => {
    const path = folderOf({ 'photo.jpg': Buffer.from('ffd8ffe0', 'hex'), 'a/b.jpg': 'x', 'c/d.jpg': 'x' })
    const fault = await faultOf(openDataset(optionsFor(path)))
    expect(fault).toContain(`${path} holds nothing to train on (2 folders and 1 .jpg; photo.jpg is`)
    for (const word of ['.txt', 'train/', 'test/', '.csv', '.tsv', '.jsonl', '.parquet']) expect(fault).toContain(word)
  })

  test('is an error that says what a file is instead', async () => {
    const path = fileOf('x.xlsx', '%PDF-1.7')
    expect(await faultOf(openDataset(optionsFor(path)))).toBe(
      `${path} is a PDF: save its table as CSV (UTF-8) and choose that.`,
    )
  })

  test('is an error that names the tables if there are several of different columns', async () => {
    const fault = await faultOf(openDataset(optionsFor(folderOf({ 'a.csv': csv, 'b.csv': 'id,name\n1,x\n' }))))
    expect(fault).toContain('several tables (a.csv, b.csv): choose one of them, or name them train and test')
  })
})

test('A table that is alone in its folder and cannot be read is named, with its own reason and no other', async () => {
  const folder = folderOf({ 'report.xlsx': 'PK\x03\x04 and no more', '.DS_Store': 'x' })
  const fault = await faultOf(openDataset(optionsFor(folder)))
  expect(fault).toMatch(/report\.xlsx is cut short or damaged/)
  expect(fault).not.toContain('Lastlayer reads folders')
})
