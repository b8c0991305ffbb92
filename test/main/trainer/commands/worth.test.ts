import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepAbstention } from '../../../../src/main/host/runs/abstention.ts'
import { evaluate } from '../../../../src/main/trainer/commands/evaluate.ts'
import { finetune } from '../../../../src/main/trainer/commands/finetune.ts'
import { predict } from '../../../../src/main/trainer/commands/predict.ts'
import { datasetChoice } from '../../../../src/shared/dataset-settings.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { yardstickNames } from '../../../../src/shared/yardsticks.ts'
import { goldenModel } from '../../../support/golden.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const { signal } = new AbortController()

/** Every tenth label is wrong, so that no answer can be quite sure. */
const reviews = Array.from({ length: 240 }, (_, i) => {
  const isGood = i % 2 === 0
  const label = isGood === (i % 10 !== 3) ? 'pos' : 'neg'
  return { text: `The plot of number ${i} was ${isGood ? 'wonderful' : 'terrible'}, they say.`, label }
})

test('A run is held against other ways to answer, and its model answers with the fitted temperature', async () => {
  const home = await temporaryFolder()
  const dataset = join(home, 'reviews.csv')
  await writeFile(dataset, ['text,label', ...reviews.map(({ text, label }) => `"${text}",${label}`)].join('\n'))
  const phases: string[] = []
  const settings = { epochs: 6, batchSize: 8, learningRate: 2e-3, keep: 'best', validationShare: 0.4 } as const
  const report = await finetune({
    recipe: parseRecipe({ dataset, model: goldenModel, ...settings }),
    places: { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') },
    out: null,
    signal,
    onEvent: (event) => event.kind === 'progress' && phases.push(event.phase),
  })

  expect(report.yardsticks.map(({ name }) => name)).toEqual([...yardstickNames])
  const accuracies = Object.fromEntries(report.yardsticks.map(({ name, metrics }) => [name, metrics.accuracy]))
  expect(accuracies.words).toBeGreaterThan(accuracies.majority)
  expect(accuracies.tuned).toBe(report.after.accuracy)
  expect(accuracies.untrained).toBe(report.before.accuracy)
  expect([...new Set(phases)].slice(-2)).toEqual(['yardsticks', 'saving'])

  // What the saved model says is what was measured, which is no longer what the last epoch said.
  expect(report.calibration?.temperature).not.toBeCloseTo(1, 2)
  expect(report.after.loss).not.toBeCloseTo(report.epochs[report.savedEpoch - 1].test.loss, 3)
  const all = await predict({ model: report.run, texts: reviews.map(({ text }) => text), files: [] }, signal)
  const confidences = all.predictions.map(({ probs }) => Math.max(...probs))
  const mean = confidences.reduce((sum, one) => sum + one, 0) / confidences.length
  const bins = report.calibration?.after.bins ?? []
  const measured =
    bins.reduce((sum, { confidence, count }) => sum + (confidence ?? 0) * count, 0) / report.after.examples
  expect(mean).toBeCloseTo(measured, 1)

  // Below the confidence that is kept with it, it is unsure; what a question says counts more.
  const texts = reviews.slice(0, 40).map(({ text }) => text)
  const below = median(confidences.slice(0, 40))
  await keepAbstention(report.run, below)
  const unsure = async (asked: { abstainBelow?: number | null }): Promise<boolean[]> => {
    const { predictions } = await predict({ model: report.run, texts, files: [], ...asked }, signal)
    return predictions.map(({ abstained }) => abstained)
  }
  expect(await unsure({})).toEqual(confidences.slice(0, 40).map((confidence) => confidence < below))
  expect((await unsure({ abstainBelow: 1 - 1e-9 })).every(Boolean)).toBe(true)
  const choice = datasetChoice.parse({ dataset })
  const { abstention, metrics, intervals, majority } = await evaluate({ model: report.run, choice }, signal)
  const [low, high] = intervals.accuracy
  expect(low).toBeLessThan(metrics.accuracy)
  expect(high).toBeGreaterThan(metrics.accuracy)
  expect(intervals.macroF1?.[0]).toBeLessThan(metrics.macroF1 ?? 0)
  expect(majority).toEqual({ label: 'pos', accuracy: 0.6 })
  expect(abstention?.below).toBe(below)
  expect(abstention?.answered).toBeGreaterThan(0.2)
  expect(abstention?.answered).toBeLessThan(0.9)
  expect(abstention?.accuracy).toBeGreaterThan(metrics.accuracy - 0.1)
})

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
