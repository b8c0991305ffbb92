import { expect, test, vi } from 'vitest'
import { recipeLine } from '../../../src/renderer/results/recipe-line.ts'
import { parseRecipe } from '../../../src/shared/recipe.ts'
import { runReport as schema } from '../../../src/shared/run-events.ts'
import { speak } from '../../../src/renderer/words/words.svelte.ts'
import { summaryOf } from '../fake-run.ts'
import { runReport } from '../../support/run-report.ts'

const recipe = parseRecipe({ dataset: 'd', model: '/models/tiny', learningRate: 5e-4, epochs: 2, seed: 7 })
const summary = summaryOf('d', ['neg', 'pos'])
const report = schema.parse(runReport())

test('A recipe is told in one line', () => {
  expect(recipeLine(recipe, report, summary)).toBe('tiny · K = 1 · rate 5e-4 · 2 epochs, epoch 2 kept · seed 7')
})

test('It says that a run was stopped, and which rates were found', () => {
  const trial = { epochs: 1, loss: 0.5, accuracy: 0.8, macroF1: 0.8, seconds: 1 }
  const trials = [
    { ...trial, learningRate: 1e-4, headLearningRate: 1e-3 },
    { ...trial, learningRate: 3e-4, headLearningRate: 3e-3 },
  ]
  const search = { trials, chosen: 1, seconds: 2, chooseBy: 'loss' as const }
  expect(recipeLine({ ...recipe, epochs: 10, embeddings: true }, { ...report, search, savedEpoch: 1 }, summary)).toBe(
    'tiny · K = 1 and embeddings · rate found 3e-4, head 0.003 · stopped after 2 of 10 epochs, epoch 1 kept · seed 7',
  )
})

test('It is told in the language that the window speaks by then', async () => {
  vi.stubGlobal('document', { documentElement: {} })
  await speak('de')
  expect(recipeLine({ ...recipe, epochs: 10 }, report, summary)).toBe(
    'tiny · K = 1 · Lernrate 5e-4 · nach 2 von 10 Epochen beendet, Epoche 2 behalten · Seed 7',
  )
  await speak('en')
  vi.unstubAllGlobals()
})
