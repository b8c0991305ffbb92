import type { RunState } from '../run/run-state.ts'
import { smooth } from './smooth.ts'
import { figure, percent, small } from '../text/format.ts'
import type { Series } from './line-config.ts'

const smoothing = 0.9

/** The loss of each step, faint, and its moving average. */
export function lossSeries({ steps }: Pick<RunState, 'steps'>): Series[] {
  const points = steps.map(({ step, loss }) => ({ x: step, y: loss }))
  return [
    { label: 'moving average', points: smooth(points, smoothing), tone: 'ink' },
    { label: 'each step', points, tone: 'faint' },
  ]
}

/** The figures behind the loss chart, one row an epoch: a row a step would be thousands. */
export function lossRows({ steps, evaluations }: Pick<RunState, 'steps' | 'evaluations'>): string[][] {
  const lastOf = new Map(steps.map((step) => [step.epoch, step]))
  return evaluations.map(({ epoch, trainLoss, test }) => {
    const last = lastOf.get(epoch)
    return [
      epoch === 0 ? 'before' : String(epoch),
      trainLoss === null ? '–' : figure(trainLoss),
      figure(test.loss),
      last === undefined ? '–' : String(last.step),
      last === undefined ? '–' : small(Number(last.learningRate.toPrecision(3))),
    ]
  })
}

export const lossColumns = ['Epoch', 'Train loss', 'Test loss', 'Last step', 'Rate'] as const

/** Accuracy and F1 after each epoch; epoch 0 is the baseline. */
export function qualitySeries({ evaluations }: Pick<RunState, 'evaluations'>): Series[] {
  const line = (of: 'accuracy' | 'f1') => evaluations.map(({ epoch, test }) => ({ x: epoch, y: test[of] }))
  return [
    { label: 'accuracy', points: line('accuracy'), tone: 'ink', mark: 'circle' },
    { label: 'F1', points: line('f1'), tone: 'mid', isDashed: true, mark: 'rect' },
  ]
}

export const qualityColumns = ['Epoch', 'Accuracy', 'F1', 'Precision', 'Recall'] as const

/** The figures behind the chart of accuracy and F1. */
export function qualityRows({ evaluations }: Pick<RunState, 'evaluations'>): string[][] {
  return evaluations.map(({ epoch, test }) => [
    epoch === 0 ? 'before' : String(epoch),
    percent(test.accuracy),
    ...[test.f1, test.precision, test.recall].map((value) => figure(value)),
  ])
}

/** Two runs over each other, by epoch. */
export function overlaid(
  states: readonly [RunState, RunState],
  labels: readonly [string, string],
  of: 'accuracy' | 'loss',
): Series[] {
  return states.map(({ evaluations }, i) => ({
    label: labels[i],
    points: evaluations.map(({ epoch, test }) => ({ x: epoch, y: test[of] })),
    tone: i === 0 ? 'ink' : 'mid',
    isDashed: i === 1,
    mark: i === 0 ? 'circle' : 'rect',
  }))
}

/** The figures behind two overlaid runs. */
export function overlaidRows(states: readonly [RunState, RunState], of: 'accuracy' | 'loss'): string[][] {
  const print = (value: number | undefined): string =>
    value === undefined ? '–' : of === 'accuracy' ? percent(value) : figure(value)
  const epochs = Math.max(...states.map(({ evaluations }) => evaluations.length))
  return Array.from({ length: epochs }, (_, epoch) => [
    epoch === 0 ? 'before' : String(epoch),
    ...states.map(({ evaluations }) => print(evaluations[epoch]?.test[of])),
  ])
}
