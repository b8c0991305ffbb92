import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { writeCorrections } from '../../../../src/main/run-files/corrections-file.ts'
import { finetune } from '../../../../src/main/trainer/commands/finetune.ts'
import { desk } from '../../../../src/main/trainer/desk/desk.ts'
import { testAnswers } from '../../../../src/main/trainer/run/answer-page.ts'
import { correction } from '../../../../src/shared/corrections.ts'
import { datasetSummary } from '../../../../src/shared/dataset-summary.ts'
import type { ReadingProgress } from '../../../../src/shared/reading-progress.ts'
import { parseRecipe, type RecipeInput } from '../../../../src/shared/recipe.ts'
import type { RunReport } from '../../../../src/shared/run-events.ts'
import { goldenModel } from '../../../support/golden.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { english } from '../../../../src/shared/said.ts'

const signal = new AbortController().signal
/** Whose labels are the wrong ones. */
const flipped = [10, 37, 55]

let home: string
let dataset: string
beforeEach(async () => {
  home = await temporaryFolder()
  dataset = join(home, 'reviews.csv')
  const nouns = ['film', 'plot', 'cast', 'music', 'script', 'ending', 'hero', 'pace']
  const rows = Array.from({ length: 100 }, (_, i) => {
    const isGood = i % 2 === 0
    const label = isGood !== flipped.includes(i) ? 'pos' : 'neg'
    return `"The ${nouns[i % 8]} of number ${i} was ${isGood ? 'wonderful' : 'terrible'}, they say.",${label}`
  })
  await writeFile(dataset, ['text,label', ...rows].join('\n'))
})

const places = () => ({ runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') })

async function train(settings: Partial<RecipeInput> = {}): Promise<RunReport> {
  const recipe = parseRecipe({ dataset, model: goldenModel, epochs: 1, learningRate: 1e-3, batchSize: 8, ...settings })
  return finetune({ recipe, places: places(), out: null, signal, onEvent: () => undefined })
}

const look = (
  run: string,
  offset = 0,
  limit = 100,
  onProgress: (progress: ReadingProgress) => void = () => undefined,
) => desk({ run, places: places(), offset, limit }, signal, onProgress)

const answers = async (run: string) => {
  const query = { kind: 'all', label: null, answer: null, search: '', offset: 0, limit: 100 } as const
  return (await testAnswers({ run, query }, signal)).answers
}

const summaryOf = async (run: string) =>
  datasetSummary.parse(JSON.parse(await readFile(join(run, 'dataset.json'), 'utf8')))

test('Wrong labels come first, and what was found is kept with the run', async () => {
  const { run } = await train()
  const phases = new Set<string>()
  const page = await look(run, 0, 100, ({ phase }) => phases.add(phase))
  expect([...phases]).toEqual(['reading', 'scoring'])
  const tested = new Set((await answers(run)).map(({ ordinal }) => ordinal))
  const findable = flipped.filter((ordinal) => !tested.has(ordinal))
  expect(findable.length).toBeGreaterThan(1)
  const first = page.suspects.slice(0, 6)
  expect(first.map(({ ordinal }) => ordinal)).toEqual(expect.arrayContaining(findable))
  expect(first[0]?.text).toMatch(/^The .* they say\.$/)
  expect(page).toMatchObject({ labels: ['neg', 'pos'], texts: 80, total: page.suspects.length })

  // Without the dataset it can only be what was kept.
  await rm(dataset)
  expect((await look(run, 1, 1)).suspects).toEqual(page.suspects.slice(1, 2))
})

test('Training with corrections computes no feature again, and tests on the same texts', async () => {
  const before = await train()
  const [first, second] = (await look(before.run)).suspects
  await writeCorrections(before.run, [
    correction.parse({ digest: first.digest, label: first.label === 0 ? 'pos' : 'neg' }),
    correction.parse({ digest: second.digest, isLeftOut: true }),
  ])
  const after = await train({ corrections: before.run })
  expect(after.features).toMatchObject({ computed: 0 })
  const [was, is] = [await summaryOf(before.run), await summaryOf(after.run)]
  expect(is.findings.map(({ sentence }) => english(sentence))).toContain(
    'By corrections: 1 label changed and 1 text left out.',
  )
  expect(is.counts.test).toEqual(was.counts.test)
  expect(is.fingerprint).not.toBe(was.fingerprint)
  const ordinals = async (run: string) => (await answers(run)).map(({ ordinal }) => ordinal).sort()
  expect(await ordinals(after.run)).toEqual(await ordinals(before.run))
  expect((await look(after.run)).texts).toBe(79)

  // The corrections travel with the run, whatever becomes of those that it was trained by.
  await rm(before.run, { recursive: true })
  expect(await readdir(after.run)).toContain('corrections.json')
  const again = await train({ corrections: after.run })
  expect((await summaryOf(again.run)).fingerprint).toBe(is.fingerprint)
})

test('Texts of the validation part are looked through too', async () => {
  const { run } = await train({ patience: 1 })
  const summary = await summaryOf(run)
  expect(summary.counts.validation.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
  expect((await look(run)).texts).toBe(80)
})

test('An edited text is read as it was edited, and only its features are computed', async () => {
  const before = await train()
  const [trained] = (await look(before.run)).suspects
  const [tested] = await answers(before.run)
  const edits = [tested, trained]
  await writeCorrections(
    before.run,
    edits.map(({ digest }, i) => correction.parse({ digest, text: `A text of ${i} that nobody has written.` })),
  )
  const after = await train({ corrections: before.run })
  expect(after.features).toMatchObject({ computed: 2 })
  const texts = (await answers(after.run)).map(({ text }) => text)
  expect(texts).toContain('A text of 0 that nobody has written.')
  expect(texts).not.toContain(tested.text)
})

test('Corrections that are missing or damaged are refused before anything is written', async () => {
  await expect(train({ corrections: join(home, 'nothing') })).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/no corrections at .*nothing: name a run/),
  })
  await writeFile(join(home, 'corrections.json'), '{"corrections": [{"digest": "short"}]}')
  await expect(train({ corrections: home })).rejects.toMatchObject({ message: expect.stringMatching(/is damaged/) })
  expect(await readdir(join(home, 'runs'))).toEqual([])
})
