import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { compareRuns } from '../../../../src/main/trainer/commands/compare-runs.ts'
import type { TestAnswer } from '../../../../src/shared/test-answers.ts'
import { summaryOf } from '../../../renderer/fake-run.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

let home: string
beforeEach(async () => {
  home = await temporaryFolder()
})

interface Answered {
  /** Names the text. */
  readonly digest: string
  readonly label: string
  readonly said: string
}

/** The folder of a run that answered so, as far as a comparison reads it. */
async function run(name: string, labels: readonly string[], answers: readonly Answered[]): Promise<string> {
  const folder = join(home, name)
  await mkdir(folder)
  const summary = summaryOf('reviews.csv', labels)
  const test = labels.map((_, i) => (i === 0 ? answers.length : 0))
  await writeFile(join(folder, 'dataset.json'), JSON.stringify({ ...summary, counts: { ...summary.counts, test } }))
  const lines = answers.map(({ digest, label, said }, ordinal): TestAnswer => {
    const after = labels.map((one) => (one === said ? 0.8 : 0.2 / (labels.length - 1)))
    return { ordinal, digest, text: 'A text\u2028of two lines', label: labels.indexOf(label), before: after, after }
  })
  await writeFile(join(folder, 'test-answers.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return folder
}

/** Texts of two labels in turn, the first `right` of which are answered rightly. */
function answers(count: number, isRight: (i: number) => boolean, from = 0): Answered[] {
  return Array.from({ length: count }, (_, i) => {
    const [label, other] = (from + i) % 2 === 0 ? ['neg', 'pos'] : ['pos', 'neg']
    return { digest: `text ${from + i}`, label, said: isRight(i) ? label : other }
  })
}

test('The same texts are compared whatever their order and that of the labels', async () => {
  const first = await run(
    'a',
    ['neg', 'pos'],
    answers(100, (i) => i >= 20),
  )
  const second = await run('b', ['pos', 'neg'], answers(100, (i) => i < 92).reverse())
  const found = await compareRuns({ first, second })
  expect(found).toMatchObject({ common: 100, onlyFirst: 0, onlySecond: 0 })
  expect(found.gain).toMatchObject({ onlyFirst: 8, onlySecond: 20, accuracy: { difference: expect.closeTo(0.12, 12) } })
  // statsmodels: proportion_confint(80, 100, method='wilson')
  expect(found.figures?.[0].accuracy).toBe(0.8)
  expect(found.figures?.[0].intervals.accuracy).toEqual([expect.closeTo(0.711171, 5), expect.closeTo(0.866633, 5)])
  expect(found.figures?.[1]).toMatchObject({ accuracy: 0.92, macroF1: expect.closeTo(0.92, 3) })
  // statsmodels: mcnemar([[0, 8], [20, 0]], exact=True)
  expect(found.gain?.p).toBeCloseTo(0.035698, 6)
  expect(found.sentences).toEqual([
    'The gain of 12.0 points of accuracy is beyond chance (p = 0.036).',
    'Both were measured on the same 100 test texts.',
  ])
})

test('Answers that are lost are left out, and that is said', async () => {
  const all = answers(100, (i) => i >= 20)
  const [first, second] = [await run('a', ['neg', 'pos'], all), await run('b', ['neg', 'pos'], all)]
  const path = join(second, 'test-answers.jsonl')
  const text = await readFile(path, 'utf8')
  await writeFile(path, `{"digest": 7}${text.slice(text.indexOf('\n'))}`)
  const { common, sentences } = await compareRuns({ first, second })
  expect(common).toBe(99)
  expect(sentences[0]).toBe(`1 answer in ${path} is missing or damaged, and left out.`)
  await writeFile(path, '')
  expect((await compareRuns({ first, second })).sentences).toEqual([
    `100 answers in ${path} are missing or damaged, and left out.`,
    expect.stringContaining('nothing can be compared'),
  ])
})

test('Of different test texts only those that both have are compared, and that is said', async () => {
  const first = await run(
    'a',
    ['neg', 'pos'],
    answers(60, (i) => i > 2),
  )
  const second = await run(
    'b',
    ['neg', 'pos'],
    answers(60, () => true, 40),
  )
  const found = await compareRuns({ first, second })
  expect(found).toMatchObject({ common: 20, onlyFirst: 40, onlySecond: 40 })
  expect(found.sentences.join(' ')).toContain('Only the 20 test texts that both have are compared')
})

test('A text with another label is another text, and one that is there twice counts twice', async () => {
  const twice = [...answers(4, () => true), ...answers(2, () => false)]
  const first = await run('a', ['neg', 'pos'], twice)
  const relabelled = twice.map((one, i) => (i === 3 ? { ...one, label: 'neg' } : one))
  const second = await run('b', ['neg', 'pos'], relabelled)
  expect(await compareRuns({ first, second })).toMatchObject({ common: 5, onlyFirst: 1, onlySecond: 1 })
})

test.each([
  ['texts', ['neg', 'pos'], answers(10, () => true, 100), 'different test texts'],
  ['labels', ['neg', 'pos', 'other'], answers(10, () => true), 'different labels'],
])('Nothing is compared of different %s', async (_, labels, other, sentence) => {
  const first = await run(
    'a',
    ['neg', 'pos'],
    answers(10, () => true),
  )
  const second = await run('b', labels, other)
  const found = await compareRuns({ first, second })
  expect(found).toMatchObject({ common: 0, gain: null })
  expect(found.sentences.join()).toContain(sentence)
})

test('A run without answers is told of', async () => {
  const first = await run(
    'a',
    ['neg', 'pos'],
    answers(10, () => true),
  )
  const found = await compareRuns({ first, second: home })
  expect(found.sentences.join()).toContain('train it again')
})
