import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  areNumbered,
  isBesides,
  splitOf,
  stemOf,
  subjectOf,
  textRank,
} from '../../../../../src/main/trainer/dataset/layout/names.ts'

test.each([
  ...[
    'train',
    'Training',
    'TRAIN',
    'trainset',
    'trainData',
    'imdb_train',
    'train-00000-of-00002',
    '20news-bydate-train',
  ],
  ...['train.part1', '1_train', 'reviews.train', 'training set'],
])('"%s" is a training part', (name) => expect(splitOf(name)).toBe('train'))

test.each(['validation', 'valid', 'val', 'Dev', 'development', 'en_dev', 'val2', 'devset'])(
  '"%s" is a validation part',
  (name) => expect(splitOf(name)).toBe('validation'),
)

test.each([
  'test',
  'Testing',
  'eval',
  'evaluation',
  'holdout',
  'hold-out',
  'Held_out',
  'reviews.test',
  'IMDBTest',
  'test_data',
])('"%s" is a test part', (name) => expect(splitOf(name)).toBe('test'))

test.each([
  'trainer',
  'latest',
  'contest',
  'devices',
  'value',
  'attestation',
  'train_test',
  'strain',
  '',
  'data',
  'Ünterest',
])('"%s" is no part', (name) => expect(splitOf(name)).toBeNull())

test.each([
  ['imdb_train-00000-of-00002', 'imdb'],
  ['train_pos', 'pos'],
  ['train', ''],
  ['test_data', ''],
])('"%s" says "%s" beside its part', (name, subject) => expect(subjectOf(name)).toBe(subject))

test('A number is no ending, as newsgroups call their files', () => {
  expect(stemOf('alt.atheism.51060')).toBe('alt.atheism.51060')
  expect(stemOf('train.csv')).toBe('train')
  expect(['10023', 'a.md', 'b.review', 'c'].map(textRank)).toEqual([2, 2, 2, 2])
  expect(['x.txt', 'x.py', 'x.png', 'README', '.hidden', 'LICENSE.txt'].map(textRank)).toEqual([
    1,
    3,
    null,
    null,
    null,
    null,
  ])
})

test('Names that differ in their numbers alone are numbered', () => {
  expect(areNumbered(['batch1', 'batch2'])).toBe(true)
  expect(areNumbered(['pos', 'neg'])).toBe(false)
  expect(areNumbered(['batch1'])).toBe(false)
})

test('Documents, metadata and system files stand beside a dataset', () => {
  for (const name of [
    'README.md',
    'readme',
    'dataset_info.json',
    'state.json',
    '.gitattributes',
    'Thumbs.db',
    'desktop.ini',
  ])
    expect(isBesides(name), name).toBe(true)
  for (const name of ['train.csv', 'readings.csv', 'licenses_of_cars.csv', 'a.json'])
    expect(isBesides(name), name).toBe(false)
})

test('A word of a part is found in any case, between any characters that are no letters', () => {
  const word = fc.constantFrom('train', 'validation', 'test')
  const around = fc.string({ unit: fc.constantFrom('-', '_', '.', ' ', '0', '9'), maxLength: 5 })
  fc.assert(
    fc.property(word, around, around, fc.boolean(), (word, before, after, isUpper) => {
      expect(splitOf(`${before}${isUpper ? word.toUpperCase() : word}${after}`)).toBe(word)
    }),
  )
})
