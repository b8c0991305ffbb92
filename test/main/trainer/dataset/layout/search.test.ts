import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { LastlayerError } from '../../../../../src/shared/errors.ts'
import { faultOf, folderOf, optionsFor, readItems } from '../scratch.ts'
import { english } from '../../../../../src/shared/said.ts'

const csv = 'text,label\na,b\n'
const two = 'one\ntwo\n'

/** How often each part has each label. */
async function countsOf(files: Record<string, string | Uint8Array>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const item of await readItems(folderOf(files))) {
    const key = item.kind === 'row' ? `${item.split ?? 'all'} ${item.label}` : 'rejected'
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

async function sentencesOf(files: Record<string, string | Uint8Array>): Promise<string> {
  const { findings } = await openDataset(optionsFor(folderOf(files)))
  return findings.map(({ sentence }) => english(sentence)).join('\n')
}

describe('parts', () => {
  test.each([
    ['folders in any case', { 'Train/a/1.txt': 'x', 'Testing/a/1.txt': 'x' }, { 'train a': 1, 'test a': 1 }],
    [
      'folders with a word in their names, of files without ending',
      { 'b/news-train/x.y/10001': 'x', 'b/news-train/z/2': 'x', 'b/news-test/x.y/3': 'x' },
      { 'train x.y': 1, 'train z': 1, 'test x.y': 1 },
    ],
    [
      'a validation folder',
      { 'train/a/1.txt': 'x', 'val/a/1.txt': 'x', 'test/a/1.txt': 'x' },
      { 'train a': 1, 'validation a': 1, 'test a': 1 },
    ],
    [
      'parts below labels',
      { 'a/train/1.txt': 'x', 'a/test/1.txt': 'x', 'c/train/1.txt': 'x' },
      { 'train a': 1, 'test a': 1, 'train c': 1 },
    ],
    [
      'tables in folders',
      { 'data/train/0.csv': csv, 'data/train/1.csv': csv, 'data/test/0.csv': csv },
      { 'train b': 2, 'test b': 1 },
    ],
    [
      'names before the word',
      { 'imdb_train.csv': csv, 'imdb_test.csv': csv, 'imdb_dev.csv': csv },
      { 'train b': 1, 'validation b': 1, 'test b': 1 },
    ],
    [
      'shards below',
      {
        'data/train-00000-of-00002.csv': csv,
        'data/train-00001-of-00002.csv': csv,
        'data/test-00000-of-00001.csv': csv,
        'README.md': '-',
      },
      { 'train b': 2, 'test b': 1 },
    ],
    [
      'one form of several',
      { 'train.csv': csv, 'train.tsv': 'text\tlabel\na\tb\n', 'test.csv': csv },
      { 'train b': 1, 'test b': 1 },
    ],
    ['a test table beside one without a name', { 'reviews.csv': csv, 'test.csv': csv }, { 'train b': 1, 'test b': 1 }],
    [
      'training tables of several names',
      { 'train_a.csv': csv, 'train_b.csv': csv, 'test.csv': csv },
      { 'train b': 2, 'test b': 1 },
    ],
    [
      'a training part that is also there in pieces',
      { 'train.csv': csv, 'train_small.csv': csv, 'test.csv': csv },
      { 'train b': 1, 'test b': 1 },
    ],
    [
      'files of a label each',
      { 'train_pos.txt': two, 'train_neg.txt': two, 'test_pos.txt': 'x', 'test_neg.txt': 'x' },
      { 'train neg': 2, 'train pos': 2, 'test neg': 1, 'test pos': 1 },
    ],
    [
      'files of a label each in folders',
      { 'train/pos.txt': two, 'train/neg.txt': two, 'test/pos.txt': 'x', 'test/neg.txt': 'x' },
      { 'train neg': 2, 'train pos': 2, 'test neg': 1, 'test pos': 1 },
    ],
  ])('are told by %s', async (_, files, counts) => {
    expect(await countsOf(files as Record<string, string>)).toEqual(counts)
  })

  test('of several datasets are asked for', async () => {
    const configurations = folderOf({ 'split/train.csv': csv, 'unsplit/train.csv': csv, 'README.md': '-' })
    expect(await faultOf(openDataset(optionsFor(configurations)))).toContain(
      'several datasets (split, unsplit): choose one of these folders.',
    )
    const prefixes = folderOf({ 'a_train.csv': csv, 'a_test.csv': csv, 'b_train.csv': csv, 'b_test.csv': csv })
    expect(await faultOf(openDataset(optionsFor(prefixes)))).toContain('several datasets (a_train.csv, b_train.csv)')
    const untrained = folderOf({ 'dev.csv': csv, 'test.csv': csv })
    expect(await faultOf(openDataset(optionsFor(untrained)))).toContain('no training table (dev.csv, test.csv)')
  })

  test('without labels are left out with a word', async () => {
    expect(
      await sentencesOf({ 'train.csv': csv, 'test.csv': 'text,id\na,1\n', 'sample_submission.csv': 'id,label\n1,b\n' }),
    ).toBe(
      '1 file was left aside: sample_submission.csv.\n' +
        'test.csv has no label column "label" and is left out; it can be predicted: predict --file.',
    )
    expect(await sentencesOf({ 'train/a/1.txt': 'x', 'train/b/1.txt': 'x', 'test/1.txt': 'x' })).toContain(
      'test holds no labelled texts and is left out',
    )
    expect(
      await sentencesOf({ 'train/a/1.txt': 'x', 'train/b/1.txt': 'x', 'train/unsup/1.txt': 'x', 'vocab.txt': 'a' }),
    ).toMatch(/^1 file was left aside: vocab\.txt\.\n.*unsup holds texts without labels/)
  })
})

describe('a column of parts', () => {
  test('is used and said', async () => {
    const table = 'split,text,label\ntrain,a,b\nTest,c,b\nvalid,d,b\nother,e,b\n'
    // The last value is no part, and one such value is enough.
    expect(await countsOf({ 'x.csv': table })).toEqual({ 'all b': 4 })
    const files = { 'x.csv': table.replace('other,e,b\n', '') }
    expect(await countsOf(files)).toEqual({ 'train b': 1, 'test b': 1, 'validation b': 1 })
    expect(await sentencesOf(files)).toContain('Column "split" says which part a row belongs to.')
  })

  test('is not used where the files have parts, nor where it is the label', async () => {
    const table = 'set,text,label\ntrain,a,b\ntest,c,b\n'
    expect(await countsOf({ 'train.csv': table, 'test.csv': table })).toEqual({ 'train b': 2, 'test b': 2 })
    expect(await readItems(folderOf({ 'x.csv': table }), { labelColumn: 'set' })).toMatchObject([
      { split: null, label: 'train' },
      { split: null, label: 'test' },
    ])
  })

  test('has rows left out whose value is no part, after the first thousand', async () => {
    const table = `type,text,label\n${Array.from({ length: 1000 }, (_, i) => `train,a ${i},b\n`).join('')}unsup,e,b\n`
    expect(await countsOf({ 'x.csv': table })).toEqual({ 'train b': 1000, rejected: 1 })
  })
})

describe('label folders', () => {
  test.each([
    [
      'nested folders',
      { 'pos/b1/1.txt': 'x', 'neg/b1/deep/2.txt': 'x', 'neg/3.txt': 'x' },
      { 'all neg': 2, 'all pos': 1 },
    ],
    [
      'batches above labels',
      { 'enron1/ham/1.txt': 'x', 'enron1/spam/1.txt': 'x', 'enron2/ham/1.txt': 'x', 'enron2/spam/1.txt': 'x' },
      { 'all ham': 2, 'all spam': 2 },
    ],
    [
      'texts of other endings',
      { 'a/1.md': 'x', 'a/2.review': 'x', 'b/cv000_29416': 'x', 'b/x.png': 'x' },
      { 'all a': 2, 'all b': 1 },
    ],
    ['no binary files', { 'a/1': 'x', 'b/1': 'x', 'c/1': Buffer.from([0, 1, 2, 3]) }, { 'all a': 1, 'all b': 1 }],
    ['no programs beside tables', { 'src/a.py': 'x', 'docs/b.rst': 'x', 'data/train.csv': csv }, { 'all b': 1 }],
    [
      'programs where there is nothing else',
      { 'python/a.py': 'x', 'java/b.java': 'x' },
      { 'all java': 1, 'all python': 1 },
    ],
  ])('may have %s', async (_, files, counts) => {
    expect(await countsOf(files as Record<string, string>)).toEqual(counts)
  })

  test('count the files that are not read', async () => {
    const files = { 'a/1.txt': 'x', 'b/1.txt': 'x', 'b/notes.md': 'x', 'b/x.png': 'x', 'a/Thumbs.db': 'x' }
    expect(await sentencesOf(files)).toMatch(/^2 files were left aside: b.notes\.md, b.x\.png\.$/)
  })
})

describe('files of one label', () => {
  test.each([
    ['texts a line', { 'pos.txt': two, 'neg.txt': two, 'readme.txt': two }, { 'all neg': 2, 'all pos': 2 }],
    ['an ending as the label', { 'rt-polarity.pos': two, 'rt-polarity.neg': two }, { 'all neg': 2, 'all pos': 2 }],
    [
      'any names, if all have several lines',
      { 'names/Arabic.txt': two, 'names/Chinese.txt': two },
      { 'all Arabic': 2, 'all Chinese': 2 },
    ],
    [
      'tables of one column',
      { 'sports.csv': 'text\na\n', 'politics.csv': 'text\nb\n' },
      { 'all politics': 1, 'all sports': 1 },
    ],
    [
      'tables of more columns, named by labels',
      { 'Fake.csv': 'text,subject\na,x\n', 'True.csv': 'text,subject\nb,x\n' },
      { 'all fake': 1, 'all true': 1 },
    ],
  ])('may be %s', async (_, files, counts) => {
    expect(await countsOf(files as Record<string, string>)).toEqual(counts)
  })

  test('are not numbered documents', async () => {
    const fault = await faultOf(openDataset(optionsFor(folderOf({ '1.txt': two, '2.txt': two }))))
    expect(fault).toContain('holds nothing to train on (2 .txt')
  })
})

test('Tables of the same columns are read as one, with a warning', async () => {
  const files = { '2021.csv': csv, '2022.csv': csv }
  expect(await countsOf(files)).toEqual({ 'all b': 2 })
  expect(await sentencesOf(files)).toBe(
    '2 tables of the same columns are read as one: 2021.csv, 2022.csv. Choose one of them to read it alone.',
  )
})

test('Any folder of files is a dataset or an error that names it', async () => {
  const name = fc.constantFrom(
    'train',
    'test',
    'val',
    'a',
    'pos',
    'neg',
    'x.csv',
    'train.csv',
    'test.csv',
    'b.txt',
    '1',
    'R.md',
  )
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'))
  const content = fc.constantFrom(csv, two, '', '\0', 'text\nx\n')
  await fc.assert(
    fc.asyncProperty(fc.dictionary(path, content, { maxKeys: 8 }), async (files) => {
      // A file cannot also be a folder.
      const paths = Object.keys(files).filter((one) => !Object.keys(files).some((other) => other.startsWith(`${one}/`)))
      const folder = folderOf(Object.fromEntries(paths.map((one) => [one, files[one]])))
      try {
        await readItems(folder)
      } catch (error) {
        expect(error).toBeInstanceOf(LastlayerError)
        expect((error as LastlayerError).message).toContain(folder)
      }
    }),
    { numRuns: 150 },
  )
})

test('Texts with commas in the folder of a label are no tables', async () => {
  const texts = { 'pos/1.txt': 'good, very good\nfine, so far', 'pos/2.txt': 'a, b\nc, d' }
  expect(await countsOf(texts)).toEqual({ 'all pos': 2 })
})

test('Texts with commas are tables where they are named as parts, or a person says what cuts their lines', async () => {
  const lines = Array.from({ length: 12 }, (_, i) => `what was felt on day ${i};${i % 2 ? 'joy' : 'fear'}`).join('\n')
  expect(await countsOf({ 'train.txt': lines, 'val.txt': lines, 'test.txt': lines })).toEqual({
    ...{ 'train joy': 6, 'train fear': 6, 'validation joy': 6, 'validation fear': 6, 'test joy': 6, 'test fear': 6 },
  })
  const folder = folderOf({ 'one.txt': lines })
  expect(await faultOf(openDataset(optionsFor(folder)))).toContain('nothing to train on')
  expect((await openDataset({ ...optionsFor(folder), separator: ';' })).columns?.label).toBe('column 2')
})

test.each([
  [{ 'train_text.txt': two, 'train_labels.txt': '0\n1\n', 'mapping.txt': '0\tfear\n1\tjoy\n' }, 'train.tsv'],
  [{ 'sentences.txt': two, 'labels.txt': '0\n1\n', 'test_sentences.txt': two }, 'train.tsv'],
  [{ 'test.text.txt': two, 'test.label.txt': '0\n1\n', 'train.text.txt': two }, 'test.tsv'],
])('Texts and labels in files of their own are refused, with a way to join them: %j', async (files, table) => {
  const fault = await faultOf(openDataset(optionsFor(folderOf(files))))
  const [labels, texts] = Object.keys(files).sort((a, b) => Number(/label/.test(b)) - Number(/label/.test(a)))
  expect(fault).toContain(`paste ${labels} ${texts} > ${table}`)
})
