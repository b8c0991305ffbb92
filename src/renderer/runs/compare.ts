import type { DatasetSummary } from '../../shared/dataset-summary.ts'
import { heading, mainFigures, valueOf } from '../../shared/figures.ts'
import { settings, type Recipe } from '../../shared/recipe.ts'
import type { RunReport } from '../../shared/run-events.ts'
import type { RunRecord } from '../../shared/run-record.ts'
import { count, duration, figureText, megabytes, percent, small } from '../text/format.ts'
import { at } from '../../shared/at.ts'

export interface Difference {
  readonly group: 'Recipe' | 'Data' | 'Figures'
  readonly name: string
  readonly values: readonly [string, string]
}

/** What differs between two runs, in recipe, data and figures, as a person reads it. Figures are listed even if equal. */
export function differences(a: RunRecord, b: RunRecord): Difference[] {
  const rows = (group: Difference['group'], first: Row[], second: Row[], keepEqual: boolean): Difference[] =>
    first
      .map(([name, value], i): Difference => ({ group, name, values: [value, at(second, i)[1]] }))
      .filter(({ values }) => keepEqual || values[0] !== values[1])
  return [
    ...rows('Recipe', recipeRows(a.summary.recipe), recipeRows(b.summary.recipe), false),
    ...rows('Data', dataRows(a.dataset), dataRows(b.dataset), false),
    ...rows('Figures', figureRows(a.summary.report), figureRows(b.summary.report), true),
  ]
}

type Row = readonly [name: string, value: string]

function recipeRows(recipe: Recipe): Row[] {
  return Object.entries(settings).map(([key, { title }]) => {
    const value = recipe[key as keyof Recipe]
    return [title, key === 'corrections' && value === null ? 'none' : settingText(value)]
  })
}

function settingText(value: Recipe[keyof Recipe]): string {
  if (value === null) return 'automatic'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(printedEntry).join(', ') || 'none'
  return typeof value === 'number' ? small(value) : value
}

function dataRows(data: DatasetSummary | null): Row[] {
  const total = (part: 'train' | 'test'): string =>
    data === null ? '–' : count((data.counts[part] ?? []).reduce((sum, n) => sum + n, 0))
  return [
    ['Training texts', total('train')],
    ['Test texts', total('test')],
    ['Labels', data === null ? '–' : listed(data.labels)],
    ['Rejected rows', data === null ? '–' : count(data.rejected.count)],
    ['Fingerprint', data === null ? '–' : data.fingerprint.slice(0, 12)],
  ]
}

function listed(labels: readonly string[]): string {
  return labels.length <= 6 ? labels.join(', ') : `${labels.slice(0, 5).join(', ')} and ${labels.length - 5} more`
}

function figureRows(report: RunReport | null): Row[] {
  const row = (name: string, text: (report: RunReport) => string): Row => [name, report === null ? '–' : text(report)]
  return [
    row('Accuracy before', ({ before }) => percent(before.accuracy)),
    ...mainFigures.map((one) => row(`${heading(one)} after`, ({ after }) => figureText(valueOf(after, one), one))),
    row('Saved epoch', ({ savedEpoch }) => String(savedEpoch)),
    row('Trainable parameters', ({ trainableParameters }) => count(trainableParameters)),
    row('Time', ({ seconds }) => duration(seconds)),
    row('Peak memory', ({ peakMemoryMB }) => megabytes(peakMemoryMB)),
    row('Engine', ({ device }) => `${device.device === 'gpu' ? 'GPU' : 'CPU'}, ${device.backend}`),
  ]
}

function printedEntry(entry: Recipe['labelMap'][number] | Recipe['labelWeights'][number]): string {
  return 'weight' in entry ? `${entry.label} ${small(entry.weight)}` : `${entry.from} → ${entry.to ?? 'left out'}`
}
