import { describe, expect, test } from 'vitest'
import { figureText as onScreen } from '../../src/main/cli/screen/format.ts'
import { describeReport } from '../../src/main/cli/screen/run-view.ts'
import { reportValue } from '../../src/main/cli/commands/finetune.ts'
import { modelCard } from '../../src/main/trainer/report/writers/markdown.ts'
import { computeMetrics } from '../../src/main/trainer/statistics/metrics.ts'
import { qualityColumns, qualityRows, qualitySeries } from '../../src/renderer/charts/run-series.ts'
import { emptyRun } from '../../src/renderer/run/run-state.ts'
import { differences } from '../../src/renderer/runs/compare.ts'
import { figureText as inWindow } from '../../src/renderer/text/format.ts'
import { epochSentence } from '../../src/renderer/text/sentences.ts'
import {
  allClassFigures,
  allFigures,
  figures,
  heading,
  mainFigures,
  mainRates,
  metrics,
  tableRates,
  valueOf,
} from '../../src/shared/figures.ts'
import { pastRuns } from '../renderer/past-runs.ts'
import { exportedRun, modelFolderFacts } from '../support/report-facts.ts'
import { runReport } from '../support/run-report.ts'

// As the first version wrote it. A figure that is new must not keep it from being read.
const oldest = {
  examples: 4,
  loss: 0.5,
  accuracy: 0.75,
  precision: 0.8,
  recall: 0.7,
  f1: 0.74,
  macroF1: 0.73,
  rocAuc: null,
  perClass: ['neg', 'pos'].map((label) => ({ label, precision: 0.8, recall: 0.7, f1: 0.74, support: 2 })),
  confusion: [
    [2, 0],
    [1, 1],
  ],
}
const report = runReport()
const evaluations = [
  { epoch: 0, trainLoss: null, test: metrics.parse(oldest), validation: null, calibratedLoss: null },
  ...report.epochs,
]

test('A report of the first version is read whatever figures came later', () => {
  expect(metrics.parse(oldest)).toEqual(oldest)
})

test('A figure that an old report lacks has no value, and is written as a dash', () => {
  expect(valueOf<string>({}, { key: 'accuracy' })).toBeNull()
  expect(valueOf(metrics.parse(oldest), { key: 'rocAuc' })).toBeNull()
  for (const figure of allFigures) expect([inWindow(null, figure), onScreen(null, figure)]).toEqual(['–', '–'])
})

describe('every figure', () => {
  test('has a title of its own and can be written, also for a label alone', () => {
    for (const list of [allFigures, allClassFigures]) {
      expect(new Set(list.map(({ title }) => title)).size).toBe(list.length)
      for (const figure of list) {
        expect(inWindow(0.8614, figure)).toMatch(/^(86\.1 %|0\.861)$/)
        expect(onScreen(0.8614, figure)).toMatch(/^0\.861(4)?$/)
      }
    }
    expect(inWindow(0.8614, figures.accuracy)).toBe('86.1 %')
    expect(onScreen(0.8614, figures.loss)).toBe('0.8614')
  })

  test('is computed by an evaluation, and for each label', () => {
    const measured = computeMetrics(Float32Array.of(2, 0, 0, 1, 1, 0, 0, 3), [0, 1, 1, 1], ['neg', 'pos'])
    for (const figure of allFigures) expect(valueOf(measured, figure), figure.key).toEqual(expect.any(Number))
    for (const figure of allClassFigures) {
      for (const one of measured.perClass) expect(valueOf(one, figure), figure.key).toEqual(expect.any(Number))
    }
  })
})

test('A loss is better when it is lower, a rate when it is higher', () => {
  for (const { format, isHigherBetter } of allFigures) expect(isHigherBetter).toBe(format !== 'loss')
})

test('The main figures are in the sentence of an epoch, the comparison, the model card and the JSON', () => {
  const sentence = epochSentence(report.epochs[0], undefined)
  for (const one of mainFigures)
    expect(sentence).toContain(`${one.title} ${inWindow(valueOf(report.epochs[0].test, one), one)}`)

  const [run] = pastRuns(1)
  const compared = differences([run, run]).map(({ name }) => name)
  for (const one of mainFigures) expect(compared).toContain(`${heading(one)} after`)

  const card = modelCard({ ...modelFolderFacts, report }, exportedRun)
  for (const one of mainFigures) {
    const [before, after] = [report.before, report.after].map((metrics) => valueOf(metrics, one)?.toFixed(3) ?? '–')
    expect(card).toContain(`| ${heading(one)} | ${before} | ${after} |`)
  }

  const { after } = reportValue(report)
  expect(after).toEqual(Object.fromEntries(mainFigures.map((one) => [one.key, valueOf(report.after, one)])))
})

test('The main rates have a line of their own in the chart and at the end of a run', () => {
  const series = qualitySeries({ ...emptyRun, evaluations })
  expect(series.map(({ label }) => label)).toEqual(mainRates.map(({ title }) => title))
  expect(series.map(({ points }) => points.map(({ y }) => y))).toEqual(
    mainRates.map((one) => evaluations.map(({ test }) => valueOf(test, one)).filter((value) => value !== null)),
  )
  const looks = series.map(({ tone, isDashed, mark }) => `${tone} ${isDashed} ${mark}`)
  expect(new Set(looks).size).toBe(series.length)
  const lines = describeReport(report, null)
  for (const one of mainRates) expect(lines.filter((line) => line.startsWith(heading(one)))).toHaveLength(1)
})

test('The table of epochs begins with the main rates and has every rate of the tables', () => {
  expect(qualityColumns()).toEqual(['Epoch', ...tableRates.map(heading)])
  expect(tableRates.slice(0, mainRates.length)).toEqual(mainRates)
  expect(qualityRows({ evaluations })[0]).toEqual([
    'before',
    ...tableRates.map((one) => inWindow(valueOf(metrics.parse(oldest), one), one)),
  ])
})

test('What is shown where has not changed', () => {
  expect(mainFigures.map(({ key }) => key)).toEqual(expect.arrayContaining(['accuracy', 'f1', 'loss']))
  expect(tableRates.map(({ key }) => key)).toEqual(expect.arrayContaining(['accuracy', 'f1', 'precision', 'recall']))
})
