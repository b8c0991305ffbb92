import { figures, type NamedFigure } from './figures.ts'
import type { Recipe } from './recipe.ts'
import type { Sweep, SweptFigures, SweptResult, SweptRun, SweptSettings } from './sweeps.ts'

/** The mean of some values and their sample standard deviation, which one value alone has not. */
export interface Spread {
  readonly mean: number
  readonly deviation: number | null
}

/** The runs of a sweep that differ in their seeds only. */
export interface Combination {
  readonly settings: SweptSettings
  readonly runs: readonly SweptRun[]
  readonly results: readonly SweptResult[]
  /** Each null where no run tells it. */
  readonly validation: Spreads
  readonly test: Spreads
  readonly seconds: Spread | null
  readonly trainableParameters: number | null
  /** Whether it validates best of all combinations whose runs are finished. */
  readonly isBest: boolean
}
type Spreads = Readonly<Record<keyof SweptFigures, Spread | null>>

/** What a sweep is judged by on the validation texts, as its recipe says. */
export function scoreOfSweep({ chooseBy }: Pick<Recipe, 'chooseBy'>): NamedFigure & { key: 'loss' | 'macroF1' } {
  if (chooseBy !== 'loss') return { ...figures.macroF1, key: 'macroF1' }
  // At its best temperature, as the epochs of each run are chosen.
  return { ...figures.loss, key: 'loss', title: `calibrated ${figures.loss.title}` }
}

/** What a person must know who reads the table of a sweep. */
export function sweepFacts({ recipe, runs }: Pick<Sweep, 'recipe' | 'runs'>): {
  seeds: number
  /** Whether each model was trained once more, on all training texts. */
  isRefit: boolean
  /** Whether the best one is so by luck, too. */
  isBestOfMany: boolean
} {
  return {
    seeds: new Set(runs.map(({ seed }) => seed)).size,
    isRefit: recipe.refit && recipe.keep !== 'last',
    isBestOfMany: combinationsOf({ recipe, runs }).length > 2,
  }
}

/** The same in sentences. */
export function sweepSentences(sweep: Pick<Sweep, 'recipe' | 'runs'>): string[] {
  const { seeds, isRefit, isBestOfMany } = sweepFacts(sweep)
  return [
    `Judged by ${scoreOfSweep(sweep.recipe).title} on the validation part; the test part chooses nothing.`,
    ...(seeds > 1 ? [`Mean ± standard deviation over ${seeds} seeds, with one split for all.`] : []),
    'Every run is a whole training: those in which Auto looks for rates are short, and come to other figures.',
    ...(isRefit
      ? [
          'Validation figures are of the chosen epochs, test figures of the model then trained again on all training texts.',
        ]
      : []),
    ...(isBestOfMany ? ['The test figures of the best one of many are a little lucky themselves.'] : []),
  ]
}

/** What each combination of settings came to, in the order of the sweep. */
export function combinationsOf({ recipe, runs }: Pick<Sweep, 'recipe' | 'runs'>): Combination[] {
  const groups = new Map<string, SweptRun[]>()
  for (const run of runs) {
    const { learningRate, unfreeze, epochs } = run.settings
    const key = JSON.stringify([learningRate, unfreeze, epochs])
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  const found = [...groups.values()].flatMap((group) => (group[0] === undefined ? [] : [summarize(group[0], group)]))
  const best = bestOf(found, scoreOfSweep(recipe))
  return found.map((one) => ({ ...one, isBest: one === best }))
}

/** The finished run of a combination that validates best; null before the first is finished. */
export function bestRun({ results }: Pick<Combination, 'results'>, recipe: Pick<Recipe, 'chooseBy'>): string | null {
  const score = scoreOfSweep(recipe)
  const best = first(results, ({ validation }) => validation[score.key], score)
  return best?.run ?? null
}

/**
 * Mean and sample standard deviation, sqrt(sum((x - mean)^2) / (n - 1)); null of no values.
 */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: values.length === 1 ? null : Math.sqrt(squares / (values.length - 1)) }
}

function summarize({ settings }: SweptRun, runs: readonly SweptRun[]): Omit<Combination, 'isBest'> {
  const results = runs.flatMap(({ result }) => (result === null ? [] : [result]))
  const spreads = (part: 'validation' | 'test'): Spreads => {
    const of = (key: keyof SweptFigures): Spread | null =>
      spreadOf(results.flatMap((result) => result[part][key] ?? []))
    return { accuracy: of('accuracy'), macroF1: of('macroF1'), loss: of('loss') }
  }
  return {
    settings,
    runs,
    results,
    validation: spreads('validation'),
    test: spreads('test'),
    seconds: spreadOf(results.map(({ seconds }) => seconds)),
    trainableParameters: results[0]?.trainableParameters ?? null,
  }
}

type Score = ReturnType<typeof scoreOfSweep>

/** Only those are compared whose every seed was run: a mean over fewer says less. */
function bestOf<T extends Omit<Combination, 'isBest'>>(found: readonly T[], score: Score): T | null {
  const whole = found.filter(({ runs, results }) => runs.length === results.length)
  return first(whole, ({ validation }) => validation[score.key]?.mean ?? null, score)
}

/** The one with the best value; of equals the first. */
function first<T>(all: readonly T[], valueOf: (one: T) => number | null, { isHigherBetter }: Score): T | null {
  let best: { one: T; value: number } | null = null
  for (const one of all) {
    const value = valueOf(one)
    if (value === null) continue
    if (best === null || (isHigherBetter ? value > best.value : value < best.value)) best = { one, value }
  }
  return best?.one ?? null
}
