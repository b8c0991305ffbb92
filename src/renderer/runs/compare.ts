import { at } from '../../shared/at.ts'
import type { DatasetSummary } from '../../shared/dataset-summary.ts'
import { mainFigures, valueOf } from '../../shared/figures.ts'
import { recipeDifferences, type SettingWords } from '../../shared/recipe-differences.ts'
import type { RunReport } from '../../shared/run-events.ts'
import type { RunRecord } from '../../shared/run-record.ts'
import { formSettings, type Option } from '../recipe/settings.ts'
import { figureHeading } from '../results/figure-words.ts'
import { count, duration, figureText, megabytes, percent } from '../text/format.ts'
import { t } from '../words/words.svelte.ts'

export const groups = ['recipe', 'data', 'figures'] as const

export interface Difference {
  readonly group: (typeof groups)[number]
  readonly name: string
  /** Of each run, in their order. */
  readonly values: readonly string[]
}

/** What differs between runs, in recipe, data and figures, as a person reads it. Figures are listed even if equal. */
export function differences(runs: readonly RunRecord[]): Difference[] {
  const rows = (group: Difference['group'], of: readonly Row[][], keepEqual: boolean): Difference[] =>
    at(of, 0)
      .map(([name], i): Difference => ({ group, name, values: of.map((rows) => at(rows, i)[1]) }))
      .filter(({ values }) => keepEqual || new Set(values).size > 1)
  const recipes = runs.map(({ summary }) => summary.recipe)
  return [
    ...recipeDifferences(recipes, settingWords).map((one) => ({ group: 'recipe' as const, ...one })),
    ...rows(
      'data',
      runs.map(({ dataset }) => dataRows(dataset)),
      false,
    ),
    ...rows(
      'figures',
      runs.map(({ summary }) => figureRows(summary.report)),
      true,
    ),
  ]
}

const settingWords: SettingWords = {
  title: (key) => t(`recipe.settings.${key}.title`),
  option: (key, value) => {
    const field = formSettings.find((one) => one.key === key)?.field
    if (field?.kind === 'choice') return t(`recipe.options.${value as Option}`)
    if (field?.kind === 'number') return t('recipe.options.auto')
    return key === 'unfreeze' ? t('results.recipe.all') : value
  },
  word: (word) => t(`runs.comparison.values.${word}`),
}

type Row = readonly [name: string, value: string]

function dataRows(data: DatasetSummary | null): Row[] {
  const total = (part: 'train' | 'test'): string =>
    data === null ? '–' : count((data.counts[part] ?? []).reduce((sum, n) => sum + n, 0))
  return [
    [t('runs.comparison.data.train'), total('train')],
    [t('runs.comparison.data.test'), total('test')],
    [t('runs.comparison.data.labels'), data === null ? '–' : firstOf(data.labels)],
    [t('runs.comparison.data.rejected'), data === null ? '–' : count(data.rejected.count)],
    [t('runs.comparison.data.fingerprint'), data === null ? '–' : data.fingerprint.slice(0, 12)],
  ]
}

function firstOf(labels: readonly string[]): string {
  if (labels.length <= 6) return labels.join(', ')
  return t('runs.comparison.data.moreLabels', { labels: labels.slice(0, 5).join(', '), count: labels.length - 5 })
}

function savedEpochs({ savedEpoch, averaged }: RunReport): string {
  if (averaged === null) return String(savedEpoch)
  const [first, last] = averaged
  return t('runs.comparison.figures.averaged', { first, last })
}

function figureRows(report: RunReport | null): Row[] {
  const row = (name: string, text: (report: RunReport) => string): Row => [name, report === null ? '–' : text(report)]
  return [
    row(t('runs.comparison.figures.before', { figure: figureHeading('accuracy') }), ({ before }) =>
      percent(before.accuracy),
    ),
    ...mainFigures.map((one) =>
      row(t('runs.comparison.figures.after', { figure: figureHeading(one.key) }), ({ after }) =>
        figureText(valueOf(after, one), one),
      ),
    ),
    row(t('runs.comparison.figures.savedEpoch'), savedEpochs),
    row(t('runs.comparison.figures.trainable'), ({ trainableParameters }) => count(trainableParameters)),
    row(t('runs.comparison.figures.time'), ({ seconds }) => duration(seconds)),
    row(t('runs.comparison.figures.memory'), ({ peakMemoryMB }) => megabytes(peakMemoryMB)),
    row(
      t('runs.comparison.figures.engine'),
      ({ device }) => `${device.device === 'gpu' ? 'GPU' : 'CPU'}, ${device.backend}`,
    ),
  ]
}
