import { figures, heading, mainRates, tableRates, valueOf, type FigureKey } from '../../shared/figures.ts'
import type { Evaluation } from '../../shared/run-events.ts'
import { plannedEpochs } from '../run/progress.ts'
import type { RunState } from '../run/run-state.ts'
import { smooth, type Point } from './smooth.ts'
import { figure, figureText, rateText } from '../text/format.ts'
import { t } from '../words/words.svelte.ts'
import type { Series } from './line-config.ts'
import { at } from '../../shared/at.ts'

const smoothing = 0.9

/**
 * The loss of each step, faint, with its moving average; the test loss, and the validation loss where there is one, as it
 * is and at its best temperature, at the step with which each epoch ended.
 */
export function lossSeries({ steps, evaluations }: Pick<RunState, 'steps' | 'evaluations'>): Series[] {
  const points = steps.map(({ step, loss }) => ({ x: step, y: loss }))
  const ends = epochEnds(steps)
  const measured = (lossOf: (one: Evaluation) => number | null | undefined): Point[] =>
    evaluations.flatMap((one) => {
      const [x, y] = [ends.get(one.epoch), lossOf(one) ?? null]
      return x === undefined || y === null ? [] : [{ x, y }]
    })
  const validated: Series[] = [
    {
      label: t('train.lines.validation'),
      points: measured(({ validation }) => validation?.loss),
      tone: 'mid',
      isDashed: true,
      mark: 'rect',
    },
    {
      label: t('train.lines.calibrated'),
      points: measured(({ calibratedLoss }) => calibratedLoss),
      tone: 'ink',
      isDashed: true,
      mark: 'rect',
    },
  ]
  return [
    { label: t('train.lines.test'), points: measured(({ test }) => test.loss), tone: 'ink', mark: 'circle' },
    ...validated.filter(({ points }) => points.length > 0),
    { label: t('train.lines.average'), points: smooth(points, smoothing), tone: 'mid' },
    { label: t('train.lines.steps'), points, tone: 'faint' },
  ]
}

/** The last step of each epoch so far; the baseline is before the first. */
export function epochEnds(steps: RunState['steps']): Map<number, number> {
  const ends = new Map([[0, 0]])
  for (const { epoch, step } of steps) ends.set(epoch, step)
  return ends
}

/** The figures behind the loss chart, one row an epoch: a row a step would be thousands. */
export function lossRows({ steps, evaluations }: Pick<RunState, 'steps' | 'evaluations'>): string[][] {
  const lastOf = new Map(steps.map((step) => [step.epoch, step]))
  return evaluations.map(({ epoch, trainLoss, test, validation, calibratedLoss }) => {
    const last = lastOf.get(epoch)
    return [
      epochTitle(epoch),
      trainLoss === null ? '–' : figure(trainLoss),
      figure(test.loss),
      validation === null ? '–' : figure(validation.loss),
      calibratedLoss === null ? '–' : figure(calibratedLoss),
      last === undefined ? '–' : String(last.step),
      last === undefined ? '–' : rateText(Number(last.learningRate.toPrecision(3))),
    ]
  })
}

/** The headings of those figures. */
export function lossColumns(): string[] {
  const columns = ['train', 'test', 'validation', 'calibrated', 'lastStep', 'rate'] as const
  return [t('train.charts.epoch'), ...columns.map((column) => t(`train.columns.${column}`))]
}

function epochTitle(epoch: number): string {
  return epoch === 0 ? t('train.charts.before') : String(epoch)
}

const lineStyles = [
  { tone: 'ink', mark: 'circle' },
  { tone: 'mid', isDashed: true, mark: 'rect' },
  { tone: 'ink', isDashed: true, mark: 'rect' },
  { tone: 'mid', mark: 'circle' },
] as const

/** The main rates after each epoch; epoch 0 is the baseline. */
export function qualitySeries(state: RunState): Series[] {
  const placeOf = epochPlaces(state)
  return mainRates.map((figure, i) => ({
    ...at(lineStyles, i % lineStyles.length),
    label: t(`common.figures.${figure.key}`),
    points: pointsOf(state, figure.key, placeOf),
  }))
}

/**
 * Tells where an epoch ended, in epochs: one that was stopped in its middle is no whole one. The steps are gone through
 * once for all epochs.
 */
export function epochPlaces(
  state: Pick<RunState, 'steps' | 'recipe' | 'dataset' | 'progress'>,
): (epoch: number) => number {
  const ends = epochEnds(state.steps)
  return (epoch) => {
    const end = ends.get(epoch)
    const before = ends.get(epoch - 1)
    if (end === undefined || before === undefined || ends.has(epoch + 1)) return epoch
    const planned = (state.progress.training?.total ?? 0) / plannedEpochs(state)
    const whole = epoch > 1 ? before - (ends.get(epoch - 2) ?? before) : planned
    return whole > 0 ? epoch - 1 + Math.min(1, (end - before) / whole) : epoch
  }
}

/** The headings of the figures behind the chart of the main rates. */
export function qualityColumns(): string[] {
  return [t('train.charts.epoch'), ...tableRates.map(({ key }) => heading({ title: t(`common.figures.${key}`) }))]
}

/** The figures behind the chart of the main rates. */
export function qualityRows({ evaluations }: Pick<RunState, 'evaluations'>): string[][] {
  return evaluations.map(({ epoch, test }) => [
    epochTitle(epoch),
    ...tableRates.map((figure) => figureText(valueOf(test, figure), figure)),
  ])
}

/** A figure by epoch, where it was measured. */
function pointsOf({ evaluations }: RunState, key: FigureKey, placeOf: (epoch: number) => number): Point[] {
  return evaluations.flatMap(({ epoch, test }) => {
    const y = valueOf(test, { key })
    return y === null ? [] : [{ x: placeOf(epoch), y }]
  })
}

/** Runs over each other, by epoch; at most four are told apart. */
export function overlaid(states: readonly RunState[], labels: readonly string[], of: FigureKey): Series[] {
  return states.map((state, i) => ({
    ...at(lineStyles, i % lineStyles.length),
    label: at(labels, i),
    points: pointsOf(state, of, epochPlaces(state)),
  }))
}

/** The figures behind overlaid runs. */
export function overlaidRows(states: readonly RunState[], of: FigureKey): string[][] {
  const epochs = Math.max(...states.map(({ evaluations }) => evaluations.length))
  return Array.from({ length: epochs }, (_, epoch) => [
    epochTitle(epoch),
    ...states.map(({ evaluations }) => figureText(valueOf(evaluations[epoch]?.test ?? {}, { key: of }), figures[of])),
  ])
}
