import type { Metrics } from '../../src/shared/figures.ts'
import type { Happening, RunEvent, RunReport } from '../../src/shared/run-events.ts'
import type { Trial } from '../../src/shared/search.ts'
import { epochsFor, needsValidation, parseRecipe, type Recipe } from '../../src/shared/recipe.ts'
import { trainableBlocks } from '../../src/shared/training-depth.ts'
import type { DatasetSummary } from '../../src/shared/dataset-summary.ts'
import { isSampleName } from '../../src/shared/samples.ts'
import { calibrationOf, yardsticksOf } from './fake-worth.ts'

export const device = { backend: 'wasm', device: 'cpu', why: 'TensorFlow is not installed.' } as const

/** A small repeatable source of numbers from 0 to 1 (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** What a reading of a dataset would find: balanced, with a little of everything that can be wrong. */
export function summaryOf(source: string, labels: readonly string[], texts = 1000): DatasetSummary {
  const share = (rate: number, i: number): number =>
    Math.max(1, Math.round((rate * texts) / labels.length) + (i % 2 ? 3 : -3))
  const isTable = /\.(csv|tsv|jsonl|parquet|txt)$/.test(source)
  return {
    source,
    form: isSampleName(source) ? 'sample' : isTable ? 'csv' : 'folders',
    splitting: isTable || isSampleName(source) ? 'automatic' : 'given',
    labels: [...labels],
    counts: {
      train: labels.map((_, i) => share(0.8, i)),
      validation: labels.map(() => 0),
      test: labels.map((_, i) => share(0.2, i)),
    },
    rejected: {
      count: isTable ? 3 : 0,
      rows: isTable
        ? [
            { file: 'tickets.csv', line: 18, reason: 'The text is empty.' },
            { file: 'tickets.csv', line: 204, reason: 'The label is empty.' },
            { file: 'tickets.csv', line: 377, reason: 'Not valid UTF-8: save the file as UTF-8.' },
          ]
        : [],
    },
    duplicates: 4,
    leaked: isTable ? 2 : 0,
    columns: isTable ? { all: ['id', 'body', 'topic', 'created'], text: 'body', label: 'topic' } : null,
    findings: [],
    fingerprint: '9f2c51aa0e7d4b1883c6a4f1f0a1c37e',
  }
}

/** Figures with about this accuracy. */
export function metricsOf(labels: readonly string[], accuracy: number, perLabel: number): Metrics {
  const confusion = labels.map((_, truth) => {
    const right = Math.round(perLabel * Math.min(1, Math.max(0, accuracy + (truth % 2 ? -0.045 : 0.04))))
    const others = labels.length - 1
    const wrong = perLabel - right
    return labels.map((_, predicted) => {
      if (predicted === truth) return right
      const place = predicted < truth ? predicted : predicted - 1
      return Math.floor(wrong / others) + (place < wrong % others ? 1 : 0)
    })
  })
  const perClass = labels.map((label, i) => {
    const hits = confusion[i][i]
    const predicted = confusion.reduce((sum, row) => sum + row[i], 0)
    const [precision, recall] = [hits / Math.max(1, predicted), hits / perLabel]
    return {
      label,
      precision,
      recall,
      f1: (2 * precision * recall) / Math.max(1e-9, precision + recall),
      support: perLabel,
    }
  })
  const mean = (key: 'precision' | 'recall' | 'f1'): number =>
    perClass.reduce((sum, one) => sum + one[key], 0) / labels.length
  return {
    examples: perLabel * labels.length,
    loss: 0.06 + 1.26 * (1 - accuracy) ** 1.1,
    accuracy: confusion.reduce((sum, row, i) => sum + row[i], 0) / (perLabel * labels.length),
    // Those of the second label where there are two, as scikit-learn has it.
    precision: labels.length === 2 ? perClass[1].precision : mean('precision'),
    recall: labels.length === 2 ? perClass[1].recall : mean('recall'),
    f1: labels.length === 2 ? perClass[1].f1 : mean('f1'),
    macroF1: mean('f1'),
    rocAuc: labels.length === 2 ? Math.min(0.999, accuracy + 0.05) : null,
    perClass,
    confusion,
  }
}

const triedRates = [3e-5, 1e-4, 3e-4, 1e-3, 3e-3]

export interface FakeRunOptions {
  readonly recipe?: Recipe
  readonly run?: string
  readonly labels?: readonly string[]
  readonly startedAt?: number
  /** Accuracy after the last epoch. */
  readonly goal?: number
}

/** All events of a run that goes as runs go: about chance before, quickly better, then slowly. */
export function fakeRun(options: FakeRunOptions = {}): RunEvent[] {
  const {
    run = '/runs/reviews-1',
    labels = ['neg', 'pos'],
    startedAt = Date.UTC(2026, 0, 5, 9, 30),
    goal = 0.85,
  } = options
  const recipe = options.recipe ?? parseRecipe({ dataset: 'sample:reviews', model: '/models/tiny', learningRate: 5e-4 })
  const random = numbers(recipe.seed)
  const events: RunEvent[] = []
  let time = startedAt
  const emit = (happening: Happening, milliseconds = 40): void => {
    time += milliseconds
    events.push({ seq: events.length + 1, time, ...happening })
  }
  const count = (
    phase: 'reading' | 'features' | 'search' | 'baseline' | 'evaluating',
    total: number,
    by: number,
  ): void => {
    for (let done = by; done < total + by; done += by) {
      emit({ kind: 'progress', phase, done: Math.min(done, total), total, unit: 'texts' })
    }
  }

  const summary = summaryOf(recipe.dataset, labels)
  const trainableParameters = 444_482 + 592_130 * trainableBlocks(recipe, 4)
  count('reading', 1000, 250)
  emit({ kind: 'dataset', summary })
  emit({ kind: 'started', run, recipe, device, blocks: 4, trainableParameters })
  count('features', 1000, 20)
  emit({ kind: 'notice', message: `12 of 1000 texts are longer than ${recipe.maxLength} tokens and lose their end.` })

  const trials: Trial[] = []
  if (recipe.learningRate === 'auto') {
    for (const [i, rate] of triedRates.entries()) {
      count('search', 200, 50)
      const [loss, accuracy] = [0.45 + 0.08 * Math.abs(i - 2), 0.8 - 0.03 * Math.abs(i - 2)]
      const trial = {
        learningRate: rate,
        headLearningRate: 5 * rate,
        epochs: 2,
        loss,
        accuracy,
        macroF1: accuracy,
        seconds: 1,
      }
      trials.push(trial)
      emit({ kind: 'tried', trial })
    }
  }
  const search = trials.length === 0 ? null : { trials, chosen: 2, seconds: trials.length, chooseBy: recipe.chooseBy }
  const peak = recipe.learningRate === 'auto' ? triedRates[2] : recipe.learningRate

  const evaluations = []
  const epochs = epochsFor(recipe, { texts: 800, labels: labels.length })
  const lastEpoch = recipe.patience > 0 ? Math.min(epochs, 4) : epochs
  const savedEpoch = recipe.keep !== 'last' ? Math.max(1, lastEpoch - 1) : lastEpoch
  const chance = 1 / labels.length
  const perLabel = Math.round(200 / labels.length)
  const stepsPerEpoch = Math.ceil(800 / recipe.batchSize)
  const steps = stepsPerEpoch * epochs
  for (let epoch = 0; epoch <= lastEpoch; epoch++) {
    const gained = epoch === 0 ? 0 : 1 - 0.22 ** epoch
    let trainLoss: number | null = null
    if (epoch > 0) {
      for (let i = 1; i <= stepsPerEpoch; i++) {
        const step = (epoch - 1) * stepsPerEpoch + i
        const loss = 0.34 + 0.37 * Math.exp((-3.2 * step) / steps) + 0.22 * (random() - 0.5)
        const learningRate = peak * (1 - (step - 1) / steps)
        emit({ kind: 'step', step, steps, epoch, loss, learningRate, gradientNorm: 0.6 + random() })
      }
      trainLoss = 0.34 + 0.37 * Math.exp((-3.2 * epoch) / epochs)
    }
    count(epoch === 0 ? 'baseline' : 'evaluating', 200, 40)
    const accuracy = chance - 0.02 + (goal - chance) * gained
    // After the saved epoch it knows the training texts by heart.
    const validation = metricsOf(
      labels,
      accuracy - 0.02 - 0.05 * Math.max(0, epoch - savedEpoch),
      Math.ceil(perLabel / 2),
    )
    const evaluation = {
      epoch,
      trainLoss,
      test: metricsOf(labels, accuracy, perLabel),
      validation: needsValidation(recipe) ? validation : null,
      calibratedLoss: needsValidation(recipe) ? 0.9 * validation.loss : null,
    }
    evaluations.push(evaluation)
    emit({ kind: 'evaluated', evaluation })
  }
  emit({ kind: 'progress', phase: 'saving', done: 0, total: 1, unit: 'models' })
  const report: RunReport = {
    run,
    device,
    before: evaluations[0].test,
    epochs: evaluations.slice(1),
    after: evaluations[savedEpoch].test,
    savedEpoch,
    averaged: null,
    isRefit: recipe.refit,
    savedValidation: evaluations[savedEpoch].validation,
    savedCalibratedLoss: evaluations[savedEpoch].calibratedLoss,
    search,
    halvings: 0,
    yardsticks: yardsticksOf(evaluations[0].test, evaluations[savedEpoch].test, (share) =>
      metricsOf(labels, goal * share, perLabel),
    ),
    calibration: calibrationOf(goal, 200),
    trainableParameters,
    truncated: 12,
    features: { seconds: 2, computed: 1000, fromCache: 0 },
    seconds: (time - startedAt) / 1000,
    peakMemoryMB: 612,
  }
  emit({ kind: 'finished', report }, 600)
  return events
}

const praise = [
  'A quiet film with one long breath in it, and the best last scene I have seen this year.',
  'The dialogue is sharp, the two leads are wonderful together, and I laughed until the lights came on.',
  'I had not expected to like it. I went back the next day and took my mother.',
  'Beautifully shot, patient, and never sentimental. See it on a large screen if you can.',
]
const blame = [
  'Two hours of people explaining the plot to each other in corridors. I checked my watch six times.',
  'The effects are cheap and the jokes are cheaper. A waste of a fine cast.',
  'I wanted to love this, but nothing in it is felt, nothing is risked, and nothing happens.',
  'Not even the music could save the last act; half of the room had left by then.',
]

/** Review sentences with their labels, as many as asked for. */
export function examples(total: number, labels: readonly string[] = ['neg', 'pos']): { text: string; label: string }[] {
  return Array.from({ length: total }, (_, i) => {
    const label = i % labels.length
    const source = label % 2 ? praise : blame
    return { text: source[Math.floor(i / 2) % source.length], label: labels[label] }
  })
}
