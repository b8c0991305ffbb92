import type { DatasetSummary } from '../../shared/dataset-summary.ts'
import { heading, mainFigures, valueOf } from '../../shared/figures.ts'
import { recipeDifferences } from '../../shared/recipe-differences.ts'
import type { RunReport } from '../../shared/run-events.ts'
import type { RunRecord } from '../../shared/run-record.ts'
import { count, duration, figureText, megabytes, percent } from '../text/format.ts'
import { at } from '../../shared/at.ts'

export interface Difference {
  readonly group: 'Recipe' | 'Data' | 'Figures'
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
  return [
    ...recipeDifferences(runs.map(({ summary }) => summary.recipe)).map((one) => ({
      group: 'Recipe' as const,
      ...one,
    })),
    ...rows(
      'Data',
      runs.map(({ dataset }) => dataRows(dataset)),
      false,
    ),
    ...rows(
      'Figures',
      runs.map(({ summary }) => figureRows(summary.report)),
      true,
    ),
  ]
}

type Row = readonly [name: string, value: string]

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
