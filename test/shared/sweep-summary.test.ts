import { expect, test } from 'vitest'
import { parseRecipe } from '../../src/shared/recipe.ts'
import { bestRun, combinationsOf, scoreOfSweep, spreadOf } from '../../src/shared/sweep-summary.ts'
import type { SweptRun } from '../../src/shared/sweeps.ts'

const recipe = parseRecipe({ dataset: 'd', model: 'm', keep: 'best' })

/** A run of a rate that validates so; null for one that is not finished. */
function run(learningRate: number, seed: number, loss: number | null, macroF1 = 0.5): SweptRun {
  const settings = { unfreeze: 1, learningRate, epochs: 3 }
  if (loss === null) return { settings, seed, result: null }
  const figures = { accuracy: 0.75, macroF1, loss }
  const about = { run: `/runs/${learningRate}-${seed}`, fingerprint: 'f', savedEpoch: 1, losses: [loss] }
  return {
    settings,
    seed,
    result: { ...about, validation: figures, test: figures, trainableParameters: 10, seconds: seed },
  }
}

test('A spread is the mean and the sample standard deviation, as statistics.stdev of Python', () => {
  // statistics.mean and statistics.stdev of [0.81, 0.84, 0.9]
  const spread = spreadOf([0.81, 0.84, 0.9])
  expect(spread?.mean).toBeCloseTo(0.85, 12)
  expect(spread?.deviation).toBeCloseTo(0.04582575694955844, 12)
  expect(spreadOf([0.4])).toEqual({ mean: 0.4, deviation: null })
  expect(spreadOf([])).toBeNull()
})

test('Runs that differ in their seeds only are one combination', () => {
  const found = combinationsOf({ recipe, runs: [run(1e-3, 1, 0.5), run(1e-4, 1, 0.3), run(1e-3, 2, 0.7)] })
  expect(found.map(({ settings, results }) => [settings.learningRate, results.length])).toEqual([
    [1e-3, 2],
    [1e-4, 1],
  ])
  expect(found[0]?.validation.loss?.mean).toBeCloseTo(0.6, 12)
  expect(found[0]?.validation.loss?.deviation).toBeCloseTo(Math.SQRT2 / 10, 12)
  expect(found[0]?.seconds?.mean).toBe(1.5)
  expect(found.map(({ isBest }) => isBest)).toEqual([false, true])
})

test('The least loss is best, or the greatest macro F1 where the recipe chooses by that', () => {
  const runs = [run(1e-3, 1, 0.5, 0.9), run(1e-4, 1, 0.3, 0.6)]
  const best = (chooseBy: 'loss' | 'macro-f1') =>
    combinationsOf({ recipe: { ...recipe, chooseBy }, runs }).find(({ isBest }) => isBest)?.settings.learningRate
  expect(best('loss')).toBe(1e-4)
  expect(best('macro-f1')).toBe(1e-3)
  expect(scoreOfSweep({ chooseBy: 'macro-f1' }).key).toBe('macroF1')
})

test('A combination that lacks a seed is never the best, however good its runs are', () => {
  const found = combinationsOf({ recipe, runs: [run(1e-3, 1, 0.1), run(1e-3, 2, null), run(1e-4, 1, 0.6), run(1e-4, 2, 0.6)] }) // prettier-ignore
  expect(found.map(({ isBest }) => isBest)).toEqual([false, true])
})

test('The best run of a combination is the one that validates best, none before the first is finished', () => {
  const [found] = combinationsOf({ recipe, runs: [run(1e-3, 1, 0.5), run(1e-3, 2, 0.2), run(1e-3, 3, null)] })
  expect(found && bestRun(found, recipe)).toBe('/runs/0.001-2')
  expect(bestRun({ results: [] }, recipe)).toBeNull()
})
