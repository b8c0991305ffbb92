import { createHash } from 'node:crypto'
import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  datasetOptions,
  readDataset,
  type Dataset,
  type Example,
} from '../../../../src/main/trainer/dataset/dataset.ts'
import { datasetSummary } from '../../../../src/shared/dataset-summary.ts'
import { faultOf, fileOf, folderOf, optionsFor } from './scratch.ts'

async function textsOf(dataset: Dataset, wanted: (example: Example) => boolean = () => true): Promise<string[]> {
  const texts: string[] = []
  for await (const { text } of dataset.texts(wanted)) texts.push(text)
  return texts
}

function reviews(count: number): Record<string, string> {
  const files: Record<string, string> = {}
  for (let i = 0; i < count; i++) files[`${i % 2 === 0 ? 'neg' : 'pos'}/${100 + i}.txt`] = `Review ${i}<br />`
  return files
}

describe('readDataset', () => {
  test('sums up a dataset with a given split', async () => {
    const folder = folderOf({
      'train.csv': 'text,label\none,b\ntwo,a\none,b\n,a\nthree,ä\nfour,B\n',
      'test.csv': 'text,label\none,a\nfive,b\nsix,ä\nseven,B\nbroken\n',
    })
    const { summary, examples } = await readDataset(optionsFor(folder))
    expect(datasetSummary.parse(summary)).toEqual(summary)
    expect(summary).toMatchObject({
      ...{ source: folder, form: 'csv', splitting: 'given', labels: ['B', 'a', 'b', 'ä'], duplicates: 1, leaked: 1 },
      counts: { train: [1, 1, 2, 1], validation: [0, 0, 0, 0], test: [1, 1, 1, 1] },
      columns: { all: ['text', 'label'], text: 'text', label: 'label' },
    })
    expect(summary.rejected).toEqual({
      count: 2,
      rows: [
        { file: 'train.csv', line: 5, reason: 'No text.' },
        { file: 'test.csv', line: 6, reason: 'Has 1 field where the header has 2.' },
      ],
    })
    const digest = createHash('sha256').update('one').digest('hex')
    expect(examples[0]).toMatchObject({ ordinal: 0, label: 2, split: 'train', digest })
    expect(examples.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('gives the same examples by their ordinals, and their texts, whether or not a list of them was made', async () => {
    const path = fileOf('some.csv', 'text,label\none,b\ntwo,a\none,b\nfive,b\nsix,b\nfour,a\nseven,a\n')
    const dataset = await readDataset(optionsFor(path, { dropDuplicates: true }))
    const ordinals = dataset.ordinals()
    const wanted = ({ label }: Example) => dataset.summary.labels[label] === 'a'
    expect(await textsOf(dataset, wanted)).toEqual(['two', 'four', 'seven'])
    expect([...ordinals]).toEqual([0, 1, 3, 4, 5, 6])
    expect(dataset.examples.map(({ ordinal, label }) => [ordinal, label])).toEqual(
      Array.from(ordinals, (ordinal) => [ordinal, dataset.labelOf(ordinal)]),
    )
    expect(await textsOf(dataset, wanted)).toEqual(['two', 'four', 'seven'])
    const chosen = new Set(dataset.examples.slice(1, 3))
    expect(await textsOf(dataset, (one) => chosen.has(one))).toEqual(['two', 'five'])
  })

  test('sums up label folders with an automatic split and a validation part', async () => {
    const { summary } = await readDataset(optionsFor(folderOf(reviews(80)), { validationShare: 0.1 }))
    expect(summary).toMatchObject({ form: 'folders', splitting: 'automatic', columns: null, duplicates: 0, leaked: 0 })
    expect(summary.counts).toEqual({ train: [27, 27], validation: [3, 3], test: [10, 10] })
  })

  test('has a fingerprint of texts, labels and split', async () => {
    const print = async (files: Record<string, string>, changes = {}) =>
      (await readDataset(optionsFor(folderOf(files), changes))).summary.fingerprint
    const same = await print(reviews(20))
    expect(same).toMatch(/^[0-9a-f]{64}$/)
    expect(await print(reviews(20))).toBe(same)
    expect(await print({ ...reviews(20), 'neg/100.txt': 'Other' })).not.toBe(same)
    expect(await print(reviews(20), { seed: 8 })).not.toBe(same)
    expect(await print(reviews(20), { stripHtml: false })).not.toBe(same)
  })

  test('is split by the seed of splits where there is one, whatever the seed', async () => {
    const dataset = folderOf(reviews(80))
    const split = async (seed: number, splitSeed: number | null): Promise<string> => {
      const { summary } = await readDataset(datasetOptions({ dataset, seed, splitSeed, keep: 'best' }))
      return summary.fingerprint
    }
    expect(await split(8, 7)).toBe(await split(9, 7))
    expect(await split(8, 7)).toBe(await split(7, null))
    expect(await split(8, null)).not.toBe(await split(7, null))
  })

  test('lists the first hundred of many rejected rows', async () => {
    const path = fileOf('x.csv', `text,label\na,x\nb,x\nc,y\nd,y\n${'only one field\n'.repeat(250)}`)
    const { rejected } = (await readDataset(optionsFor(path))).summary
    expect([rejected.count, rejected.rows.length, rejected.rows[99].line]).toEqual([250, 100, 105])
  })

  test('tells how many rows it has read, rising to all', async () => {
    const seen: number[] = []
    const path = fileOf('x.csv', `text,label\n${'a,x\nb,y\n'.repeat(500)}`)
    await readDataset(optionsFor(path), (done) => seen.push(done))
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.at(-1)).toBe(1000)
  })

  test('ends with cancelled when it is stopped', async () => {
    const path = fileOf('x.csv', `text,label\n${'a,x\nb,y\n'.repeat(500)}`)
    const stop = new AbortController()
    const reading = readDataset(optionsFor(path), () => stop.abort(), stop.signal)
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
    await expect(readDataset(optionsFor('sample:reviews'), undefined, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    })
  })

  test('reads a thousand labels', async () => {
    const rows = Array.from({ length: 2000 }, (_, i) => `text ${i},label ${i % 1000}\n`).join('')
    const { summary } = await readDataset(optionsFor(fileOf('x.csv', `text,label\n${rows}`)))
    expect(summary.labels).toHaveLength(1000)
    expect(summary.counts.test).toEqual(new Array(1000).fill(1))
  })
})

describe('a dataset that cannot be trained on', () => {
  const csv = (rows: string) => ({ 'x.csv': `text,label\n${rows}` })
  test.each([
    ['one label', csv('a,x\nb,x\n'), 'has one label only, "x"'],
    ['no rows', csv(''), 'has no rows'],
    [
      'no row that can be used',
      csv(',x\n,y\n'),
      'has no row that can be used: 2 of 2 rows were left out (x.csv line 2: No text).',
    ],
    ['no file that can be used', { 'a/1.txt': '', 'b/1.txt': '' }, `(${join('a', '1.txt')}: No text)`],
    [
      'test labels that no training text has',
      { 'train.csv': 'text,label\na,x\nb,y\n', 'test.csv': 'text,label\nc,v\nd,w\n' },
      'No training text has the labels "v" and "w": 2 texts of the other parts are left out. It has no text to test on: give the labels the same names with --label-map.',
    ],
    [
      'an unusable test part',
      { 'train.csv': 'text,label\na,x\nb,y\n', 'test.csv': 'text,label\n,x\n' },
      'The test part of',
    ],
    [
      'one label left of two',
      csv('a,x\nb,x\n,y\n ,y\nc,\n'),
      ': 3 of 5 rows were left out (2 such as x.csv line 4: No text; 1 such as x.csv line 6: No label). It has one label only, "x"',
    ],
    ['a label of one text beside another', csv('a,x\nb,x\nc,y\n'), 'Label "y" has one text and is left out'],
    [
      '1,001 labels',
      csv(Array.from({ length: 2002 }, (_, i) => `a ${i},${i % 1001}\n`).join('')),
      'more than 1,000 labels',
    ],
  ])('is an error with %s', async (_, files, message) => {
    const folder = folderOf(files as Record<string, string | Uint8Array>)
    const fault = await faultOf(readDataset(optionsFor(folder)))
    expect(fault).toContain(folder)
    expect(fault).toContain(message)
    expect(fault).toMatch(/\.$/)
  })

  test('is an error if nothing is left for validation', async () => {
    const path = fileOf('x.csv', 'text,label\na,x\nb,x\nc,y\nd,y\n')
    expect(await faultOf(readDataset(optionsFor(path, { validationShare: 0.1 })))).toContain('too few training texts')
  })
})

describe('texts', () => {
  test('gives the wanted texts, cleaned, in order, as often as asked', async () => {
    const dataset = await readDataset(optionsFor(folderOf(reviews(40))))
    const test = await textsOf(dataset, ({ split }) => split === 'test')
    const train = await textsOf(dataset, ({ split }) => split === 'train')
    expect([test.length, train.length]).toEqual([10, 30])
    expect([...test, ...train].sort()).toEqual(Array.from({ length: 40 }, (_, i) => `Review ${i}`).sort())
    expect(await textsOf(dataset, ({ split }) => split === 'test')).toEqual(test)
    expect(await textsOf(dataset, () => false)).toEqual([])
    for await (const { example, text } of dataset.texts(() => true)) {
      expect(createHash('sha256').update(text).digest('hex')).toBe(example.digest)
    }
  })

  test('keeps to its examples when rejected rows stand between them', async () => {
    const path = fileOf('x.csv', 'text,label\n,x\na,x\nbroken\nb,x\n,y\nc,y\nd,y\n')
    expect(await textsOf(await readDataset(optionsFor(path)))).toEqual(['a', 'b', 'c', 'd'])
  })

  test.each([
    ['changed', (folder: string) => writeFileSync(join(folder, 'neg/100.txt'), 'Something else')],
    ['added', (folder: string) => writeFileSync(join(folder, 'neg/000.txt'), 'New')],
    ['deleted', (folder: string) => rmSync(join(folder, 'pos/139.txt'))],
  ])('notices that a text was %s since', async (_, change) => {
    const folder = folderOf(reviews(40))
    const dataset = await readDataset(optionsFor(folder))
    change(folder)
    expect(await faultOf(textsOf(dataset))).toMatch(/changed while it was being read: start again\.$/)
  })

  test('notices that a label was changed since, but not what was added at the end', async () => {
    const path = fileOf('x.csv', 'text,label\na,x\nb,x\nc,y\nd,y\n')
    const dataset = await readDataset(optionsFor(path))
    appendFileSync(path, 'e,z\n')
    expect(await textsOf(dataset)).toEqual(['a', 'b', 'c', 'd'])
    writeFileSync(path, 'text,label\na,x\nb,y\nc,y\nd,y\n')
    expect(await faultOf(textsOf(dataset))).toContain('changed')
  })

  test('notices that a table was deleted since', async () => {
    const path = fileOf('x.csv', 'text,label\na,x\nb,x\nc,y\nd,y\n')
    const dataset = await readDataset(optionsFor(path))
    rmSync(path)
    expect(await faultOf(textsOf(dataset))).toBe(`${path} cannot be read: it is not there.`)
  })

  test('ends with cancelled when it is stopped', async () => {
    const dataset = await readDataset(optionsFor('sample:reviews'))
    const stop = new AbortController()
    const read = async () => {
      for await (const { example } of dataset.texts(() => true, stop.signal)) if (example.ordinal === 3) stop.abort()
    }
    await expect(read()).rejects.toMatchObject({ code: 'cancelled' })
  })
})
