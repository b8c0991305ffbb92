import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { fileOf, optionsFor, readShort } from '../scratch.ts'
import { inEnglish } from '../../../../in-english.ts'

const choice = (label: string, changes = {}) => ({
  was_cancelled: false,
  result: [{ value: { choices: [label] }, from_name: 'sentiment', to_name: 'text', type: 'choices' }],
  ...changes,
})
const span = { start: 0, end: 3, text: 'one', labels: ['PER'] }

const exports: readonly (readonly [tool: string, records: readonly unknown[], read: readonly unknown[]])[] = [
  [
    'Label Studio',
    [
      { id: 1, data: { text: 'one', source: 'shop' }, annotations: [choice('pos')] },
      { id: 2, data: { text: 'two', source: 'shop' }, annotations: [choice('neg'), choice('neg')] },
      { id: 3, data: { text: 'three', source: 'web' }, annotations: [] },
      { id: 4, data: { text: 'four', source: 'web' }, annotations: [choice('pos', { was_cancelled: true })] },
      { id: 5, data: { text: 'five', source: 'web' }, annotations: [{ result: [{ value: span, type: 'labels' }] }] },
      {
        id: 6,
        data: { text: 'six', source: 'web' },
        annotations: [{ result: [{ value: { taxonomy: [['a', 'b']] } }] }],
      },
    ],
    [
      ['pos', 'one'],
      ['neg', 'two'],
      [3, 'No label (the task is not labelled yet)'],
      [4, 'No label (the task was skipped)'],
      [5, 'Its labels mark parts of the text'],
      ['a/b', 'six'],
    ],
  ],
  [
    'Prodigy',
    [
      { text: 'one', _task_hash: 1, label: 'POS', answer: 'accept' },
      { text: 'two', label: 'POS', answer: 'reject' },
      { text: 'three', options: [{ id: 'A', text: 'x' }], accept: ['A'], answer: 'accept' },
      { text: 'four', options: [{ id: 1, text: 'Option' }], accept: [1], answer: 'accept' },
      { text: 'five', label: 'POS', answer: 'ignore' },
      { text: 'six', spans: [], answer: 'accept' },
    ],
    [
      ['POS', 'one'],
      [2, 'The answer is "reject"'],
      ['A', 'three'],
      ['Option', 'four'],
      [5, 'The answer is "ignore"'],
      [6, 'Its labels mark parts of the text'],
    ],
  ],
  [
    'doccano',
    [
      { id: 1, text: 'one', label: ['pos'], Comments: [] },
      { id: 2, text: 'two', annotations: [{ label: 'neg', user: 1 }], Comments: [] },
      { id: 3, text: 'three', label: [[0, 3, 'PER']], Comments: [] },
    ],
    [
      ['pos', 'one'],
      ['neg', 'two'],
      [3, 'Its labels mark parts of the text'],
    ],
  ],
  [
    'Argilla',
    [
      { text: null, inputs: { text: 'one' }, prediction: null, annotation: 'pos', status: 'Validated' },
      { text: 'two', inputs: { text: 'two' }, prediction: [], annotation: 'neg', status: 'Discarded' },
    ],
    [
      ['pos', 'one'],
      [2, 'Discarded in Argilla'],
    ],
  ],
  [
    'SageMaker Ground Truth',
    [{ source: 'one', job: 0, 'job-metadata': { 'class-name': 'pos', confidence: 1 } }],
    [['pos', 'one']],
  ],
  [
    'a chat model',
    [
      { messages: [{ role: 'system', content: 'Classify.' }, { role: 'user', content: 'one' }, { role: 'assistant', content: 'pos' }] }, // prettier-ignore
      { messages: [{ role: 'assistant', content: 'pos' }] },
    ],
    [
      ['pos', 'one'],
      [2, 'Not one question with one answer'],
    ],
  ],
]

test.each(exports)('An export of %s is read as texts with labels', async (tool, records, read) => {
  const path = fileOf('export.jsonl', records.map((record) => JSON.stringify(record)).join('\n') + '\n\n')
  expect(await readShort(path)).toEqual(read)
  const { findings } = await openDataset(optionsFor(path))
  expect(inEnglish(findings)).toContainEqual(expect.objectContaining({ sentence: expect.stringContaining(`an export of ${tool}`) as string })) // prettier-ignore
})

test('An export of Label Studio as one list is read alike', async () => {
  const records = [1, 2, 3].map((i) => ({ id: i, data: { review: `text ${i}` }, annotations: [choice(`l${i % 2}`)] }))
  expect(await readShort(fileOf('export.json', JSON.stringify(records, null, 2)))).toEqual([
    ['l1', 'text 1'],
    ['l0', 'text 2'],
    ['l1', 'text 3'],
  ])
})

test.each<[tool: string, record: (text: string, label: string, id: number) => unknown]>([
  ['Label Studio', (text, label, id) => ({ id, data: { text }, annotations: [choice(label)] })],
  [
    'Prodigy',
    (text, label) => ({
      text,
      _task_hash: 1,
      options: [{ id: label, text: label }],
      accept: [label],
      answer: 'accept',
    }),
  ],
  ['doccano', (text, label, id) => ({ id, text, label: [label], Comments: [] })],
])('Whatever was labelled with %s comes back', async (_, record) => {
  const text = fc.lorem({ maxCount: 5 }).map((words) => `What I think of it: ${words}`)
  const row = fc.tuple(text, fc.constantFrom('good', 'not so good', '好'))
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 8, maxLength: 16 }), async (rows) => {
      const lines = rows.map(([text, label], i) => JSON.stringify(record(text, label, i)))
      const read = await readShort(fileOf('x.jsonl', `${lines.join('\n')}\n`))
      expect(read).toEqual(rows.map(([text, label]) => [label, text]))
    }),
    { numRuns: 40 },
  )
})
