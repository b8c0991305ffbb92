import { describe, expect, test } from 'vitest'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import type { DatasetChoice } from '../../../../../src/shared/dataset-settings.ts'
import { faultOf, fileOf, folderOf, optionsFor } from '../scratch.ts'

async function columnsOf(header: string, rows: string, changes: Partial<DatasetChoice> = {}): Promise<unknown> {
  const source = await openDataset({ ...optionsFor(fileOf('x.csv', `${header}\n${rows}`)), ...changes })
  return [source.columns?.text, source.columns?.label]
}

describe('columns', () => {
  test.each([
    ['review,sentiment', ['review', 'sentiment']],
    ['sentiment,Review', ['Review', 'sentiment']],
    ['id,Text,label_text,label', ['Text', 'label']],
    ['Class Index,Title,Description', ['Description', 'Class Index']],
    ['category,message', ['message', 'category']],
    ['labels,idx,sentence', ['sentence', 'labels']],
  ])('of %s are known by their names', async (header, expected) => {
    expect(await columnsOf(header, '')).toEqual(expected)
  })

  test('are guessed from the rows where names say nothing', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},this is the long text number ${i},${i % 3},north\n`).join(
      '',
    )
    expect(await columnsOf('a,b,c,d', rows)).toEqual(['b', 'c'])
    expect(await columnsOf('a,text,c,d', rows)).toEqual(['text', 'c'])
    expect(await columnsOf('a,b,label,d', rows)).toEqual(['b', 'label'])
  })

  test('are the ones that were asked for', async () => {
    expect(await columnsOf('text,label,other', 'a,b,c', { textColumn: 'other', labelColumn: 'TEXT' })).toEqual([
      'other',
      'text',
    ])
    expect(await columnsOf('text,label', 'a,b', { labelColumn: 'text', textColumn: 'label' })).toEqual([
      'label',
      'text',
    ])
    expect(await columnsOf('text,review', 'a,b', { labelColumn: 'text' })).toEqual(['review', 'text'])
  })

  test.each([
    [{ textColumn: 'body' }, 'has no text column "body": choose among its columns "text", "label".'],
    [{ labelColumn: 'y' }, 'has no label column "y": choose among its columns "text", "label".'],
    [{ textColumn: 'text', labelColumn: 'text' }, 'Column "text" of'],
  ])('that cannot be used are an error: %j', async (changes, message) => {
    const path = fileOf('x.csv', 'text,label\na,b\n')
    const fault = await faultOf(openDataset({ ...optionsFor(path), ...changes }))
    expect(fault).toContain(path)
    expect(fault).toContain(message)
  })

  test('that nothing tells are an error', async () => {
    const path = fileOf('x.csv', 'text\none\ntwo\n')
    expect(await faultOf(openDataset(optionsFor(path)))).toBe(
      `Cannot tell which column of ${path} is the label: choose among its columns "text".`,
    )
  })

  test('must be in every file of the dataset', async () => {
    const folder = folderOf({ 'train.csv': 'text,label\na,b\n', 'test.csv': 'id,label\n1,a\n' })
    expect(await faultOf(openDataset(optionsFor(folder)))).toMatch(/test\.csv has no text column "text": .*"label"\.$/)
  })
})
