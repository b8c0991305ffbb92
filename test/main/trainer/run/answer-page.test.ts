import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { testAnswers } from '../../../../src/main/trainer/run/answer-page.ts'
import { writeTestAnswers } from '../../../../src/main/trainer/run/test-answers.ts'
import type { Dataset, Example } from '../../../../src/main/trainer/dataset/dataset.ts'
import type { AnswerQuery } from '../../../../src/shared/test-answers.ts'
import { datasetSummaryOf } from '../../../support/dataset-summary.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const signal = new AbortController().signal
const labels = ['neg', 'pos']

interface Row {
  readonly text: string
  readonly label: number
  /** Logit of `pos` before and after; that of `neg` is 0. */
  readonly logits: readonly [before: number, after: number]
}

const rows: Row[] = [
  { text: 'A GOOD film', label: 1, logits: [-1, 2] }, // fixed
  { text: 'not good', label: 0, logits: [-1, 3] }, // broken, sure
  { text: 'dull', label: 0, logits: [1, -0.5] }, // fixed, less sure
  { text: 'fine', label: 1, logits: [-1, -1] }, // wrong twice
  { text: 'bad\nworse', label: 0, logits: [-2, -4] }, // right twice
]

/** A run's folder with these answers. */
async function runOf(some: readonly Row[]): Promise<string> {
  const folder = await temporaryFolder()
  const summary = datasetSummaryOf({ labels: [...labels] })
  const examples = some.map(({ label }, i): Example => ({
    ordinal: 2 * i,
    label,
    split: 'test',
    digest: `digest-${i}`,
  }))
  const trained: Example = { ordinal: 1, label: 0, split: 'train', digest: 'trained' }
  const dataset: Dataset = {
    summary,
    examples: [...examples.slice(0, 1), trained, ...examples.slice(1)],
    async *texts(isWanted) {
      for (const example of this.examples)
        if (isWanted(example)) yield { example, text: some[example.ordinal / 2]?.text ?? '' }
    },
  }
  const logits = (which: 0 | 1) => Float32Array.from(some.flatMap((row) => [0, row.logits[which]]))
  await writeFile(join(folder, 'dataset.json'), JSON.stringify(summary))
  await writeTestAnswers(join(folder, 'test-answers.jsonl'), dataset, logits(0), logits(1), signal)
  return folder
}

const everything: AnswerQuery = { kind: 'all', label: null, answer: null, search: '', offset: 0, limit: 100 }

let run: string
beforeEach(async () => {
  run = await runOf(rows)
})

async function texts(query: Partial<AnswerQuery>): Promise<string[]> {
  return (await testAnswers({ run, query: { ...everything, ...query } }, signal)).answers.map(({ text }) => text)
}

test('Wrong answers come with the most confident first, whole and with every probability', async () => {
  const page = await testAnswers({ run, query: { ...everything, kind: 'wrong' } }, signal)
  expect(page.answers.map(({ text }) => text)).toEqual(['not good', 'fine'])
  expect(page.counts).toEqual({ wrong: 2, unsure: 5, fixed: 2, broken: 1, all: 5 })
  expect(page).toMatchObject({ labels, broken: 0 })
  expect(page.answers[0]).toMatchObject({ ordinal: 2, digest: 'digest-1', label: 0 })
  expect(page.answers[0]?.after[1]).toBeCloseTo(1 / (1 + Math.exp(-3)), 6)
  expect(page.answers[0]?.before[1]).toBeCloseTo(1 / (1 + Math.exp(1)), 6)
})

test.each<[string, Partial<AnswerQuery>, string[]]>([
  ['fixed', { kind: 'fixed' }, ['A GOOD film', 'dull']],
  ['broken', { kind: 'broken' }, ['not good']],
  ['the least sure first', { kind: 'unsure' }, ['dull', 'fine', 'A GOOD film', 'not good', 'bad\nworse']],
  ['of one label', { label: 1 }, ['A GOOD film', 'fine']],
  ['of one answer', { answer: 1 }, ['not good', 'A GOOD film']],
  ['a cell of the confusion matrix', { label: 0, answer: 1 }, ['not good']],
  ['words in any case and order', { search: 'good  a' }, ['A GOOD film']],
  ['a second page', { offset: 2, limit: 2 }, ['A GOOD film', 'fine']],
  ['beyond the last page', { offset: 10 }, []],
])('Texts are found: %s', async (_, query, expected) => {
  expect(await texts(query)).toEqual(expected)
})

test('A damaged line is counted and passed over, and so is one of other labels', async () => {
  const damaged = await runOf(rows)
  const line = { ordinal: 9, digest: 'x', text: 'x', label: 0 }
  const other = JSON.stringify({ ...line, before: [0.2, 0.3, 0.5], after: [0.2, 0.3, 0.5] })
  await appendFile(join(damaged, 'test-answers.jsonl'), `${other}\n{"ordinal": 7, "te`)
  const { counts, broken } = await testAnswers({ run: damaged, query: everything }, signal)
  expect({ all: counts.all, broken }).toEqual({ all: 5, broken: 2 })
})

test('Answers that were changed or cut off are counted as damaged, and not shown', async () => {
  const damaged = await runOf(rows)
  const [path, about] = [join(damaged, 'test-answers.jsonl'), join(damaged, 'dataset.json')]
  const summary = JSON.parse(await readFile(about, 'utf8')) as object
  await writeFile(about, JSON.stringify({ ...summary, counts: { train: [1, 0], validation: [0, 0], test: [3, 2] } }))
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace('not good', 'now good'))
  const changed = await testAnswers({ run: damaged, query: everything }, signal)
  expect(changed).toMatchObject({ broken: 1, counts: { all: 4 } })
  expect(changed.answers.map(({ text }) => text)).not.toContain('now good')
  await writeFile(path, text.slice(0, text.indexOf('\n') + 1))
  expect(await testAnswers({ run: damaged, query: everything }, signal)).toMatchObject({
    broken: 4,
    counts: { all: 1 },
  })
})

test('A run without answers, as earlier versions made them, says what to do', async () => {
  const older = await temporaryFolder()
  await expect(testAnswers({ run: older, query: everything }, signal)).rejects.toMatchObject({
    code: 'output',
    message: expect.stringMatching(/keeps no answers to its test texts.*fine-tune once more/),
  })
})

test('Whatever the texts are, pages together hold each of them once', async () => {
  const row = fc.record({
    text: fc.string({ unit: 'grapheme', minLength: 1 }),
    label: fc.constantFrom(0, 1),
    logits: fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), async (some, limit) => {
      const folder = await runOf(some)
      const found: string[] = []
      for (let offset = 0; offset < some.length; offset += limit) {
        const { answers } = await testAnswers({ run: folder, query: { ...everything, offset, limit } }, signal)
        found.push(...answers.map(({ text }) => text))
      }
      expect(found.sort()).toEqual(some.map(({ text }) => text).sort())
    }),
    { numRuns: 25 },
  )
})
