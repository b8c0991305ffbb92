import { describe, expect, test } from 'vitest'
import { fileOf, readShort } from '../scratch.ts'
import { datasetOptions, readDataset } from '../../../../../src/main/trainer/dataset/dataset.ts'
import { english } from '../../../../../src/shared/said.ts'

const jsonl = (labels: readonly unknown[]) =>
  fileOf('x.jsonl', labels.map((label, i) => JSON.stringify({ text: `text ${i}`, label })).join('\n'))
const csv = (labels: readonly string[]) =>
  fileOf('x.csv', ['text,label', ...labels.map((label, i) => `text ${i},"${label.replaceAll('"', '""')}"`)].join('\n'))

describe('a label', () => {
  test.each([
    [['pos'], 'pos'],
    [[1], '1'],
    [[true], 'true'],
  ])('that is a list of one, %j, is what it holds', async (label, name) => {
    expect(await readShort(jsonl([label]))).toEqual([[name, 'text 0']])
  })

  test.each(['["pos"]', "['pos']", "[ 'pos' ]", "['pos',]"])(
    'that is printed as the list %s is what it holds',
    async (label) => {
      expect(await readShort(csv([label]))).toEqual([['pos', 'text 0']])
    },
  )

  test.each(['[pos]', '[', "['a' b]", '[x', '[]x'])('%s is no list', async (label) => {
    expect(await readShort(csv([label]))).toEqual([[label, 'text 0']])
  })

  test('that is a list of several leaves its row out with the reason', async () => {
    const path = csv(['["a", "b"]', "['a' 'b' 'c' 'd']", 'a', 'a', 'b', 'b', 'b'])
    const { summary } = await readDataset(datasetOptions({ dataset: path }))
    expect(summary.rejected.rows.map(({ reason }) => reason)).toEqual([
      'Has 2 labels (a, b): one label a text can be trained.',
      'Has 4 labels (a, b, c, …): one label a text can be trained.',
    ])
    expect(summary.findings.map(({ sentence }) => english(sentence)).join()).toContain('2 texts')
  })

  test('that is a list of several in most rows is the error that says so', async () => {
    const path = jsonl([['a', 'b'], ['a'], ['b', 'c'], ['a', 'c']])
    await expect(readDataset(datasetOptions({ dataset: path }))).rejects.toThrow(/several labels \(multi-label\)/)
  })

  test.each(['NaN', 'NULL', '#N/A', '<NA>', 'nan', 'n/a', '\\N'])(
    '%s is missing, as pandas and databases have it',
    async (word) => {
      expect(await readShort(csv(['pos', word, ` ${word} `]))).toEqual([
        ['pos', 'text 0'],
        [3, `No label (${word})`],
        [4, `No label (${word})`],
      ])
    },
  )

  test.each(['None of these', 'nano', 'Nan', 'NAN', 'missing', '-'])('%s is a label', async (label) => {
    expect(await readShort(csv([label]))).toEqual([[label, 'text 0']])
  })

  test('None is kept by a map that names it, and told of else', async () => {
    const path = csv(['None', 'hate', 'None', 'hate', 'other', 'other'])
    const { summary } = await readDataset(datasetOptions({ dataset: path }))
    expect(summary.labels).toEqual(['hate', 'other'])
    const found = summary.findings.find(({ kind }) => kind === 'missing')
    expect(found).toMatchObject({
      severity: 'warning',
      fixes: [{ change: { labelMap: [{ from: 'None', to: 'None' }] } }],
    })
    const kept = await readDataset(datasetOptions({ dataset: path, ...found?.fixes[0]?.change }))
    expect(kept.summary.labels).toEqual(['None', 'hate', 'other'])
  })

  test('is none where the file has none of that name at first', async () => {
    const rows = Array.from({ length: 80 }, (_, i) =>
      JSON.stringify({ text: `text ${i}`, ...(i < 60 ? {} : { label: i % 2 }) }),
    )
    const { summary } = await readDataset(datasetOptions({ dataset: fileOf('x.jsonl', rows.join('\n')) }))
    expect([summary.labels, summary.rejected.count]).toEqual([['0', '1'], 60])
  })
})

test('A text of several columns is their cells, joined; a row without any has no text', async () => {
  const path = fileOf('x.csv', 'title,body,label\nOne,two,a\n,three,b\nfour,NULL,a\n,,b\n')
  expect(await readShort(path, { textColumn: 'title,body', labelColumn: 'label' })).toEqual([
    ['a', 'One\ntwo'],
    ['b', 'three'],
    ['a', 'four'],
    [5, 'No text'],
  ])
})

test('A text that is a word for a missing value is left out with it', async () => {
  expect(await readShort(fileOf('x.csv', 'text,label\nNULL,a\n'))).toEqual([[2, 'No text (NULL)']])
})
