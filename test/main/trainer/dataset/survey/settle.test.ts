import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDataset, type DatasetOptions } from '../../../../../src/main/trainer/dataset/dataset.ts'
import type { DatasetSummary } from '../../../../../src/shared/dataset-summary.ts'
import { faultOf, fileOf, folderOf, optionsFor } from '../scratch.ts'
import { english } from '../../../../../src/shared/said.ts'
import { inEnglish } from '../../../../in-english.ts'

function table(rows: readonly (readonly [string, string])[]): string {
  return `text,label\n${rows.map((row) => `${row.join(',')}\n`).join('')}`
}

/** Some rows of two labels, all different. */
function reviews(name: string, count = 4): [string, string][] {
  return Array.from({ length: count }, (_, i) => [`${name} ${i}`, i % 2 === 0 ? 'pos' : 'neg'])
}

async function summaryOf(
  files: Record<string, string>,
  changes: Partial<DatasetOptions> = {},
): Promise<DatasetSummary> {
  return (await readDataset(optionsFor(folderOf(files), changes))).summary
}

/** Training, validation and test texts. */
function sizes({ counts }: DatasetSummary): number[] {
  return [counts.train, counts.validation, counts.test].map((part) => part.reduce((a, b) => a + b, 0))
}

function sentences({ findings }: DatasetSummary): string[] {
  return findings.map(({ sentence }) => english(sentence))
}

const [train, dev, testing] = [table(reviews('a', 20)), table(reviews('b')), table(reviews('c', 6))]

describe('a validation part', () => {
  test('is used as such where the run chooses by one, whatever the share', async () => {
    const summary = await summaryOf(
      { 'train.csv': train, 'dev.csv': dev, 'test.csv': testing },
      { validationShare: 0.3 },
    )
    expect([sizes(summary), summary.splitting, sentences(summary)]).toEqual([[20, 4, 6], 'given', []])
  })

  test('is not used where nothing is chosen, which is said', async () => {
    const summary = await summaryOf({ 'train.csv': train, 'dev.csv': dev, 'test.csv': testing })
    expect(sizes(summary)).toEqual([20, 0, 6])
    expect(sentences(summary)).toEqual([
      expect.stringMatching(/^The validation part, 4 texts, is not used: .*--keep best/),
    ])
  })

  test('is the test part where there is no other', async () => {
    const summary = await summaryOf({ 'train.csv': train, 'validation.csv': dev }, { validationShare: 0.1 })
    expect([sizes(summary), summary.splitting]).toEqual([[18, 2, 4], 'given'])
    expect(sentences(summary)[0]).toContain('The validation part is used as the test part')
  })
})

describe('parts made anew', () => {
  const files = { 'train.csv': train, 'dev.csv': dev, 'test.csv': testing }
  const column = {
    'all.csv': `split,${train}`.replace(/^(?!split)/gm, (_, place: number) => (place % 3 === 0 ? 'test,' : 'train,')),
  }

  test.each([
    ['by files', files, 30, 'The parts that the data has are not used'],
    ['by a column', column, 20, 'The parts that the data has by column "split" are not used'],
  ])('are of all texts, whatever parts there are %s, and can be taken back', async (_, data, count, said) => {
    const given = await summaryOf(data)
    expect(given.splitting).toBe('given')
    const { splitting, counts, findings } = await summaryOf(data, { resplit: true })
    expect(splitting).toBe('automatic')
    expect(counts).toEqual({
      train: expect.any(Array),
      validation: [0, 0],
      test: [count / 2, count / 2].map((n) => Math.round(n / 4)),
    })
    expect(inEnglish(findings.filter(({ kind }) => kind === 'split'))).toEqual([
      expect.objectContaining({
        sentence: expect.stringContaining(said),
        fixes: [{ title: 'Use the parts of the data', change: { resplit: false } }],
      }),
    ])
  })

  test('leave out a test part without labels, and say nothing where there are no parts', async () => {
    const summary = await summaryOf({ 'train.csv': train, 'test.csv': 'text,label\nx,-1\n' }, { resplit: true })
    expect(sizes(summary)).toEqual([14, 0, 6])
    expect(sentences(await summaryOf({ 'all.csv': train }, { resplit: true }))).toEqual([])
  })

  test('are offered where a column has made them', async () => {
    const { findings } = await summaryOf(column)
    expect(inEnglish(findings).find(({ sentence }) => sentence.startsWith('Column "split"'))?.fixes).toEqual([
      { title: 'Make the parts anew', change: { resplit: true } },
    ])
  })
})

describe('a test part without labels', () => {
  test.each([
    ['no column of them', 'id,text\n1,x\n'],
    ['empty ones', 'text,label\nx,\ny,\n'],
    ['-1 alone', 'text,label\nx,-1\ny,-1\n'],
    ['one that stands for none', 'text,label\nx,unknown\ny,unknown\n'],
  ])('is left out with %s', async (_, unlabelled) => {
    const alone = await summaryOf({ 'train.csv': train, 'test.csv': unlabelled })
    expect([sizes(alone), alone.splitting, alone.labels]).toEqual([[14, 0, 6], 'automatic', ['neg', 'pos']])
    expect(sentences(alone).join()).toMatch(/test.* is left out; .* can be predicted/)
    const beside = await summaryOf({ 'train.csv': train, 'dev.csv': dev, 'test.csv': unlabelled })
    expect([sizes(beside), beside.splitting]).toEqual([[20, 0, 4], 'given'])
  })

  test('may be one label only where a model is measured', async () => {
    const files = { 'train.csv': train, 'test.csv': table([['x', 'other']]) }
    const summary = await summaryOf(files, { purpose: 'measure' })
    expect([sizes(summary), summary.splitting]).toEqual([[20, 0, 1], 'given'])
  })
})

describe('a label', () => {
  test('that is not tested, or not trained, is said', async () => {
    const more = { 'train.csv': `${train}x,odd\n`, 'test.csv': `${testing}y,new\nz,new\n` }
    const summary = await summaryOf(more)
    expect([sizes(summary), summary.labels]).toEqual([
      [21, 0, 6],
      ['neg', 'odd', 'pos'],
    ])
    expect(sentences(summary)).toEqual([
      'No training text has the label "new": 2 texts of the other parts are left out.',
      'No test text has the label "odd": how well the model tells that cannot be measured.',
    ])
  })

  test('of one text is left out, or trained on, as chosen', async () => {
    const files = { 'x.csv': `${train}x,odd\n` }
    const out = await summaryOf(files)
    expect([sizes(out), out.labels]).toEqual([
      [14, 0, 6],
      ['neg', 'pos'],
    ])
    expect(inEnglish(out.findings[0])).toMatchObject({
      sentence: expect.stringContaining('Label "odd" has one text and is left out'),
      fixes: [{ change: { singleTexts: 'train' } }],
    })
    const kept = await summaryOf(files, { singleTexts: 'train' })
    expect([kept.labels, kept.counts.train[1], kept.counts.test[1]]).toEqual([['neg', 'odd', 'pos'], 1, 0])
  })
})

describe('repeats', () => {
  const files = {
    'train.csv': table([
      ...reviews('a', 8),
      ['a 0', 'pos'],
      ['a 0', 'pos'],
      ['c 0', 'pos'],
      ['odd', 'pos'],
      ['odd', 'neg'],
    ]),
    'test.csv': table([...reviews('c', 6), ['c 1', 'neg']]),
  }

  test('are shown with what leaves them out', async () => {
    const { findings, duplicates, leaked } = await summaryOf(files)
    expect([duplicates, leaked]).toEqual([4, 1])
    expect(findings.map(({ kind, severity, sentence }) => [kind, severity, english(sentence)])).toEqual([
      ['contradictions', 'warning', '1 text has different labels.'],
      ['repeats', 'warning', '1 test text is also a training text: the figures look better than they are.'],
      ['repeats', 'note', '4 texts are repeats of another in the same part.'],
    ])
    expect(findings[0].rows).toEqual([
      { file: 'train.csv', line: 13, text: 'odd', label: 'pos' },
      { file: 'train.csv', line: 14, text: 'odd', label: 'neg' },
    ])
    expect(findings[1].rows.map(({ file, line }) => `${file} ${line}`)).toEqual(['train.csv 12', 'test.csv 2'])
    for (const { fixes } of inEnglish(findings))
      expect(fixes).toEqual([
        { title: 'Leave out repeats, and all texts with different labels', change: { dropDuplicates: true } },
      ])
  })

  test('are left out, the first one kept', async () => {
    const summary = await summaryOf(files, { dropDuplicates: true })
    expect([sizes(summary), summary.duplicates, summary.leaked]).toEqual([[8, 0, 6], 0, 0])
    expect(summary.findings[0]?.rows.map(({ line }) => line)).toEqual([13, 14])
    expect(sentences(summary)).toEqual([
      '3 repeats, 1 text for training that is also a test text and 2 rows whose text has different labels are left out.',
    ])
  })

  test('that are left out are in no part twice, and in no two parts', async () => {
    const text = fc.constantFrom(...Array.from({ length: 30 }, (_, i) => `text ${i}`))
    const rows = fc.array(fc.tuple(text, fc.constantFrom('pos', 'neg')), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.boolean(), async (some, more, isGiven) => {
        const first = table([...reviews('a', 8), ...some])
        const files: Record<string, string> = isGiven
          ? { 'train.csv': first, 'test.csv': table([...reviews('c', 8), ...more]) }
          : { 'x.csv': first }
        const { examples } = await readDataset(
          optionsFor(folderOf(files), { dropDuplicates: true, validationShare: 0.2 }),
        )
        expect(new Set(examples.map(({ digest }) => digest)).size).toBe(examples.length)
      }),
      { numRuns: 40 },
    )
  })
})

describe('--split-by', () => {
  const rows = Array.from({ length: 60 }, (_, i) => `text ${i},${i % 2 === 0 ? 'pos' : 'neg'},author ${i % 7}\n`)
  const path = fileOf('x.csv', `text,label,author\n${rows.join('')}`)

  test('keeps the rows of one value together', async () => {
    const { examples } = await readDataset(optionsFor(path, { splitBy: 'Author', validationShare: 0.2 }))
    const parts = new Map<number, Set<string>>()
    for (const { ordinal, split } of examples) parts.set(ordinal % 7, (parts.get(ordinal % 7) ?? new Set()).add(split))
    expect([...parts.values()].map((one) => one.size)).toEqual(new Array(7).fill(1))
    expect(new Set(examples.map(({ split }) => split))).toEqual(new Set(['train', 'validation', 'test']))
  })

  test.each([
    [
      'a column that is not there',
      () => optionsFor(path, { splitBy: 'x' }),
      'no column "x" to split by: choose among "text"',
    ],
    [
      'folders',
      () => optionsFor(folderOf({ 'a/1.txt': 'x', 'b/1.txt': 'y' }), { splitBy: 'x' }),
      'has no columns: --split-by',
    ],
    ['a sample', () => optionsFor('sample:reviews', { splitBy: 'x' }), 'has no columns: --split-by'],
    [
      'one value',
      () => optionsFor(fileOf('x.csv', 'text,label,by\na,x,1\nb,x,1\nc,y,1\nd,y,1\n'), { splitBy: 'by' }),
      'too few values to split by',
    ],
  ])('is an error with %s', async (_, options, message) => {
    expect(await faultOf(readDataset(options()))).toContain(message)
  })
})
