import type { CallParams, CallResult } from '../../src/shared/app-contract.ts'
import type { DatasetChoice } from '../../src/shared/dataset-settings.ts'
import { histogramBinWidth, type DatasetSummary } from '../../src/shared/dataset-summary.ts'
import { LastlayerError } from '../../src/shared/errors.ts'
import type { TablePreview } from '../../src/shared/table-preview.ts'
import { fakeFiles, findingsOf, type FakeFile } from './fake-files.ts'
import { examples, summaryOf } from './fake-run.ts'

type Choice = CallParams<'inspect'>['choice']
const total = 1000
const steps = 6

/** Readings of a host in memory, those of files in a few steps of `interval` milliseconds; what a file holds is in fake-files.ts. */
export class FakeReadings {
  readonly #stopped = new Set<number>()

  constructor(
    private readonly interval: number,
    private readonly notify: (message: unknown) => void,
  ) {}

  preview(choice: Choice): CallResult<'preview'> {
    const file = fileOf(choice.dataset)
    return { table: file === undefined ? null : previewOf(file, choice) }
  }

  async inspect({ choice, maxLength, reading }: CallParams<'inspect'>): Promise<CallResult<'inspect'>> {
    if (choice.dataset.includes('broken')) {
      throw new LastlayerError('dataset', `${choice.dataset} holds no text that can be read: 20 files were rejected.`)
    }
    const file = fileOf(choice.dataset)
    if (file !== undefined) await this.#play(reading, file.endlessIn, summarize(choice))
    const weights = Array.from({ length: 33 }, (_, i) => Math.exp(-0.5 * ((i - 3.2) / 2.4) ** 2))
    const weight = weights.reduce((a, b) => a + b, 0)
    const histogram = weights.map((one) => Math.round((total * one) / weight))
    const sum = histogram.reduce((a, b) => a + b, 0)
    const truncated = histogram.slice(Math.ceil(maxLength / histogramBinWidth)).reduce((a, b) => a + b, 0)
    return {
      summary: summarize(choice),
      lengths: { maxLength, longest: 611, median: 118, truncated, total: sum, drawnFrom: sum, histogram },
      examples: examplesOf(choice),
    }
  }

  async draw({ choice, exampleSeed, reading }: CallParams<'drawExamples'>): Promise<CallResult<'drawExamples'>> {
    if (fileOf(choice.dataset) !== undefined) await this.#play(reading)
    const drawn = examplesOf(choice)
    return { examples: [...drawn.slice(exampleSeed % drawn.length), ...drawn.slice(0, exampleSeed % drawn.length)] }
  }

  cancel(reading: number): Record<string, never> {
    this.#stopped.add(reading)
    return {}
  }

  async #play(reading: number, endlessIn?: FakeFile['endlessIn'], summary?: DatasetSummary): Promise<void> {
    const last = endlessIn === undefined ? null : { rows: 2, tokens: steps + 2 }[endlessIn]
    for (let step = 0; step < 2 * steps; step += step === last ? 0 : 1) {
      const progress =
        step < steps
          ? { phase: 'reading', done: step * 2048, total: step * 2048, unit: 'rows' }
          : {
              phase: 'tokenizing',
              done: (step - steps) * 2048,
              total: steps * 2048,
              unit: 'texts',
              ...(step === steps && { summary }),
            }
      this.notify({ kind: 'reading', reading, progress })
      await new Promise((resolve) => setTimeout(resolve, this.interval))
      if (this.#stopped.delete(reading)) throw new LastlayerError('cancelled', 'Stopped.')
    }
  }
}

/** The labels that there are before anything is renamed. */
export function labelsOf(dataset: string): readonly string[] {
  return fileOf(dataset)?.labels ?? (dataset === 'sample:sites' ? ['amazon', 'imdb', 'yelp'] : ['neg', 'pos'])
}

function fileOf(dataset: string): FakeFile | undefined {
  return fakeFiles[dataset.split('/').at(-1) ?? '']
}

function previewOf({ preview, uncut }: FakeFile, choice: Choice): TablePreview {
  const guess = (column: string, kind: string) => ({
    column,
    why: `Taken for the ${kind} by its name, “${column}”.`,
    isClear: true,
    candidates: [column],
  })
  const given = (column: string) => ({ column, why: 'You chose it.', isClear: true, candidates: [column] })
  return {
    encoding: { used: choice.encoding ?? 'windows-1252', others: ['iso-8859-15'] },
    separator: { used: choice.separator ?? ',' },
    sheets: null,
    header: choice.header !== 'no',
    columns: ['id', 'body', 'topic', 'created'].map((name, i) => ({
      name: choice.header === 'no' ? `column ${i + 1}` : name,
      values: [`${name} 1`, `${name} 2`, ''],
    })),
    text: guess('body', 'text'),
    label: guess('topic', 'label'),
    findings: [],
    ...preview,
    ...(choice.separator === null ? uncut : {}),
    ...(choice.textColumn ? { text: given(choice.textColumn) } : {}),
    ...(choice.labelColumn ? { label: given(choice.labelColumn) } : {}),
  }
}

/** What a choice leaves of the labels, and of what is said of them. */
function summarize(choice: Choice): DatasetSummary {
  const file = fileOf(choice.dataset)
  const labels = labelsAfter(choice)
  const summary = summaryOf(choice.dataset, labels, total)
  const isOpen = (change: Partial<DatasetChoice>): boolean =>
    Object.entries(change).some(([key, value]) => Reflect.get(choice, key) !== value)
  const findings = file === undefined ? [] : findingsOf(file)
  return {
    ...summary,
    ...(choice.resplit ? { splitting: 'automatic' as const } : {}),
    findings: findings.filter(({ fixes }) => fixes.every(({ change }) => 'maxLength' in change || isOpen(change))),
    columns: summary.columns && {
      ...summary.columns,
      text: choice.textColumn ?? summary.columns.text,
      label: choice.labelColumn ?? summary.columns.label,
    },
  }
}

function labelsAfter({ dataset, labelMap = [], mergeCase }: Choice): string[] {
  const called = (label: string): string | null => {
    const change = labelMap.find(({ from }) => from === label)
    const name = change === undefined ? label : change.to
    return mergeCase ? (name?.toLowerCase() ?? null) : name
  }
  return [...new Set(labelsOf(dataset).map(called))].filter((label) => label !== null).sort()
}

function examplesOf(choice: Choice): { text: string; label: string }[] {
  const texts = fileOf(choice.dataset)?.texts
  const labels = labelsAfter(choice)
  return examples(Math.max(40, labels.length), labels).map((one, i) => ({
    ...one,
    text: texts?.[i % texts.length] ?? one.text,
  }))
}
