import type { Calibration, Reliability } from '../../../shared/calibration.ts'
import type { Metrics } from '../../../shared/figures.ts'
import { leadFigure } from '../../../shared/lead-figure.ts'
import type { Interval, Yardstick } from '../../../shared/yardsticks.ts'
import type { Series } from '../../charts/line-config.ts'
import { count, figure, percent } from '../../text/format.ts'
import { t } from '../../words/words.svelte.ts'

/** A way to answer as it is drawn: a bar to `value` and a whisker over `interval`, from 0 to 1. */
export interface YardstickBar {
  readonly name: Yardstick['name']
  /** Null where the texts do not tell it. */
  readonly value: number | null
  readonly interval: Interval | null
  readonly text: string
  readonly range: string
  /** So many texts. */
  readonly learnedFrom: string
}

/** The yardsticks of a run by its lead figure. */
export function yardstickBars(yardsticks: readonly Yardstick[], after: Metrics): YardstickBar[] {
  const { key } = leadFigure(after)
  return yardsticks.map(({ name, metrics, accuracy, macroF1, trainedOn }) => {
    const value = metrics[key] ?? null
    const interval = key === 'accuracy' ? accuracy : macroF1
    return {
      name,
      value,
      interval,
      text: value === null ? '–' : percent(value),
      range: interval === null ? '' : span(figure(100 * interval[0], 1), figure(100 * interval[1], 1)),
      learnedFrom: trainedOn === 0 ? '–' : t('common.texts', { count: trainedOn }),
    }
  })
}

/** The 95 % interval of the lead figure of the model that was saved; null in an older report. */
export function leadInterval(yardsticks: readonly Yardstick[], after: Metrics): Interval | null {
  return yardstickBars(yardsticks, after).find(({ name }) => name === 'tuned')?.interval ?? null
}

export const reliabilityColumns = (): string[] => [
  t('results.calibration.confidence'),
  t('results.calibration.texts'),
  t('results.calibration.right'),
  t('results.calibration.textsFitted'),
  t('results.calibration.rightFitted'),
]

/** How often an answer of so much confidence is right, beside the line on which confidence says just that. */
export function reliabilitySeries({ before, after, temperature }: Calibration): Series[] {
  const points = ({ bins }: Reliability) =>
    bins.flatMap(({ confidence, accuracy }) =>
      confidence === null || accuracy === null ? [] : [{ x: confidence, y: accuracy }],
    )
  const ideal: Series = {
    label: t('results.calibration.ideal'),
    points: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
    tone: 'faint',
    isDashed: true,
  }
  const untouched: Series = {
    label: t('results.calibration.untouched'),
    points: points(before),
    tone: 'mid',
    isDashed: true,
    mark: 'rect',
  }
  const fitted: Series = {
    label: t('results.calibration.temperature', { temperature: figure(temperature, 2) }),
    points: points(after),
    tone: 'ink',
    mark: 'circle',
  }
  return temperature === 1 ? [ideal, { ...fitted, label: untouched.label }] : [ideal, untouched, fitted]
}

/** The figures behind it, of the bins that hold a text. */
export function reliabilityRows({ before, after }: Calibration): string[][] {
  return before.bins.flatMap(({ from, to, count: texts, accuracy }, i) => {
    const fitted = after.bins[i]
    if (texts === 0 && (fitted?.count ?? 0) === 0) return []
    const right = (share: number | null | undefined) => (share === null || share === undefined ? '–' : percent(share))
    return [
      [
        span(percent(from, 0), percent(to, 0)),
        count(texts),
        right(accuracy),
        count(fitted?.count ?? 0),
        right(fitted?.accuracy),
      ],
    ]
  })
}

export const coverageColumns = (): string[] => [
  t('results.coverage.from'),
  t('results.coverage.answered'),
  t('results.coverage.right'),
]

/** How many of the answered texts are right, by the share of texts that is answered. */
export function coverageSeries({ coverage }: Calibration): Series[] {
  const points = coverage.flatMap(({ share, accuracy }) => (accuracy === null ? [] : [{ x: share, y: accuracy }]))
  return [{ label: t('results.coverage.series'), points: points.reverse(), tone: 'ink', mark: 'circle' }]
}

export function coverageRows({ coverage }: Calibration): string[][] {
  return coverage.map(({ threshold, share, accuracy }) => [
    percent(threshold, 0),
    percent(share),
    accuracy === null ? '–' : percent(accuracy),
  ])
}

function span(from: string, to: string): string {
  return t('results.span', { from, to })
}
