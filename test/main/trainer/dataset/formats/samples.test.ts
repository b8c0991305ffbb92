import { expect, test } from 'vitest'
import { readDataset } from '../../../../../src/main/trainer/dataset/dataset.ts'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { faultOf, optionsFor, readItems } from '../scratch.ts'

test('sample:reviews is a thousand IMDb sentences', async () => {
  const { summary } = await readDataset(optionsFor('sample:reviews'))
  expect(summary).toMatchObject({
    source: 'sample:reviews',
    form: 'sample',
    splitting: 'automatic',
    labels: ['neg', 'pos'],
  })
  expect(summary.counts).toEqual({ train: [375, 375], validation: [0, 0], test: [125, 125] })
  expect(summary.rejected.count).toBe(0)
  const [first] = await readItems('sample:reviews')
  expect(first).toEqual({
    kind: 'row',
    text: 'A very, very, very slow-moving, aimless movie about a distressed, drifting young man.',
    label: 'neg',
    split: null,
    file: 'imdb.json',
    line: 1,
  })
})

test('sample:sites has three labels', async () => {
  const { summary } = await readDataset(optionsFor('sample:sites'))
  expect(summary.labels).toEqual(['amazon', 'imdb', 'yelp'])
  expect(summary.counts.train).toEqual([750, 750, 750])
})

test('An unknown sample is an error that lists the samples', async () => {
  expect(await faultOf(openDataset(optionsFor('sample:constructor')))).toBe(
    'There is no sample "sample:constructor": the samples are sample:reviews, sample:sites.',
  )
})
