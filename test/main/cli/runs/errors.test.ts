import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import type { AnswerPage } from '../../../../src/shared/test-answers.ts'
import { runCommand } from '../../../support/command-line.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { summaryOf } from '../../../renderer/fake-run.ts'

const page: AnswerPage = {
  labels: ['neg', 'pos'],
  counts: { wrong: 341, unsure: 2000, fixed: 900, broken: 20, all: 2000 },
  answers: [{ ordinal: 3, digest: 'abc', text: 'So\nbad', label: 0, before: [0.6, 0.4], after: [0.02, 0.98] }],
  broken: 0,
}

let trainer: FakeTrainer
let run: string

beforeEach(async () => {
  trainer = new FakeTrainer()
  trainer.answers.testAnswers = () => page
  run = join(await temporaryFolder(), 'runs', 'one')
  await mkdir(run, { recursive: true })
  await writeFile(join(run, 'dataset.json'), JSON.stringify(summaryOf('reviews', ['neg', 'pos'])))
})

const lastlayer = (...args: string[]): Promise<string> => runCommand(trainer, join(run, '..'), args)

test('Texts are listed with their label, the answer, and how sure the model is', async () => {
  const text = await lastlayer('runs', 'errors', 'one', '--label', 'neg', '--answer', 'pos', '--limit', '5')
  expect(text).toMatch(/neg +pos +0\.980 +So bad\n/)
  expect(text).toContain('1 of 341 test texts answered wrongly; 2,000 were tested')
  expect(text).toContain('their labels wrong: look at them first')
  const query = { kind: 'wrong', label: 0, answer: 1, search: '', offset: 0, limit: 5 }
  expect(trainer.asked).toEqual([{ command: 'testAnswers', params: { run, query } }])
})

test('As JSON they are whole, with every probability by its label', async () => {
  const value: unknown = JSON.parse(await lastlayer('runs', 'errors', 'one', '--json', '--kind', 'broken'))
  expect(value).toMatchObject({
    total: 20,
    answers: [{ text: 'So\nbad', label: 'neg', answer: 'pos', after: [{ label: 'neg', probability: 0.02 }, {}] }],
  })
})

test.each([
  [['--label', 'good'], /no label good; it has neg, pos/],
  [['--limit', '1000'], /--limit must be a whole number from 1 to 100, not 1000/],
])('%j is refused with what there is', async (flags, message) => {
  await expect(lastlayer('runs', 'errors', 'one', ...flags)).rejects.toThrow(message)
})
