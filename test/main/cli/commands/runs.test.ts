import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compareTwo, runs } from '../../../../src/main/cli/commands/runs.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import type { Session } from '../../../../src/main/cli/session.ts'
import { coverageSentence } from '../../../../src/shared/calibration.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import type { ComparedFigures } from '../../../../src/shared/run-comparison.ts'
import { calibrationOf } from '../../../renderer/fake-worth.ts'
import { captureOutput } from '../../../support/captured-output.ts'
import { runCommand } from '../../../support/command-line.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { modelFolderFacts } from '../../../support/report-facts.ts'
import { runReport } from '../../../support/run-report.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

async function sessionWithLaterRun(): Promise<Session> {
  const home = await temporaryFolder()
  const places = { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') }
  await mkdir(join(places.runs, 'later'), { recursive: true })
  await writeFile(join(places.runs, 'later', 'recipe.json'), JSON.stringify({ version: 1000, source: 'anything' }))
  return { host: new FakeTrainer(), screen: new Screen(), places, signal: new AbortController().signal }
}

test('A run of a later version is listed as such', async () => {
  const session = await sessionWithLaterRun()
  const output = captureOutput()
  await runs(session)
  expect(output.stdout).toMatch(/from a later version of Lastlayer +later\n/)
})

test('With --json it has no recipe and no figures', async () => {
  const session = await sessionWithLaterRun()
  session.screen.json = true
  const output = captureOutput()
  await runs(session)
  expect(JSON.parse(output.stdout)).toMatchObject([{ status: 'later', dataset: null, unfreeze: null, after: null }])
})

test('Two runs are compared with the figures of both, and with what differs in their recipes', async () => {
  const session = await sessionWithLaterRun()
  const trainer = new FakeTrainer()
  const measured = (accuracy: number, low: number, high: number): ComparedFigures => {
    return { accuracy, macroF1: accuracy, intervals: { accuracy: [low, high], macroF1: [low, high] } }
  }
  trainer.answers.compareRuns = () => ({
    ...{ common: 100, onlyFirst: 0, onlySecond: 0, gain: null, sentences: ['The gain is within chance.'] },
    figures: [measured(0.8, 0.71, 0.87), measured(0.92, 0.85, 0.96)],
  })
  for (const [name, learningRate] of [['one', 2e-5] as const, ['two', 3e-4] as const]) {
    await mkdir(join(session.places.runs, name))
    const recipe = parseRecipe({ dataset: 'd', model: 'm', learningRate })
    await writeFile(join(session.places.runs, name, 'recipe.json'), JSON.stringify(recipe))
  }
  const output = captureOutput()
  await compareTwo({ ...session, host: trainer }, ['one', 'two'])
  const text = output.stdout
  expect(text).toMatch(/first +0\.800 +0\.710 to 0\.870 +0\.800 +0\.710 to 0\.870 +.*one\n/)
  expect(text).toMatch(/second +0\.920 +0\.850 to 0\.960 .*two\n/)
  expect(text).toContain('The gain is within chance.')
  expect(text).toMatch(/Learning rate +2e-5 +3e-4\n/)
})

test('abstain says how many test texts that leaves, and how many of these are answered rightly', async () => {
  const runs = join(await temporaryFolder(), 'runs')
  const run = join(runs, 'one')
  await mkdir(join(run, 'model'), { recursive: true })
  await writeFile(join(run, 'recipe.json'), JSON.stringify(parseRecipe({ dataset: 'd', model: 'm' })))
  await writeFile(join(run, 'model', 'config.json'), JSON.stringify({ model_type: 'distilbert', lastlayer: {} }))
  const calibration = calibrationOf(0.9, 200)
  await writeFile(join(run, 'report.json'), JSON.stringify({ ...runReport(run), calibration }))
  const trainer = new FakeTrainer()
  trainer.answers.report = () => ({ facts: modelFolderFacts, markdown: '', html: '' })
  expect(await runCommand(trainer, runs, ['abstain', 'one', '0.8'])).toBe(
    `one is unsure below a confidence of 0.8. ${coverageSentence(calibration, 0.8)}\n`,
  )
  expect(await runCommand(trainer, runs, ['abstain', 'one', 'off'])).toBe('one always answers.\n')
})
