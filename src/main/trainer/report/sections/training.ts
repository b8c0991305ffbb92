import type { ReportFacts } from '../../../../shared/report-facts.ts'
import type { Evaluation } from '../../../../shared/run-events.ts'
import type { Search } from '../../../../shared/search.ts'
import type { Block, Line, LineChart, Section, Series } from '../document.ts'
import { count, figure, percent, seconds, small } from './figures.ts'

type Report = NonNullable<ReportFacts['report']>

/** The losses by epoch, and the rates that were tried. */
export function training({ report }: ReportFacts): Section[] {
  if (report === null) return []
  const search = report.search === null ? [] : [searchTable(report.search)]
  return [{ title: 'Training', blocks: [lossChart(report), epochTable(report), ...search] }]
}

function lossChart({ before, epochs }: Report): LineChart {
  const of = (read: (one: Evaluation) => number | null | undefined) =>
    epochs.flatMap((one) => {
      const y = read(one)
      return y === null || y === undefined ? [] : [{ x: one.epoch, y }]
    })
  const series: Series[] = [
    { name: 'training', points: of(({ trainLoss }) => trainLoss), tone: 'mid', isDashed: true },
    { name: 'validation', points: of(({ validation }) => validation?.loss), tone: 'accent' },
    { name: 'test', points: [{ x: 0, y: before.loss }, ...of(({ test }) => test.loss)], tone: 'ink' },
  ]
  const losses = series.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite)
  const last = epochs.at(-1)
  const ends = last === undefined ? '' : ` to ${figure(last.test.loss)} after epoch ${last.epoch}`
  return {
    kind: 'lines',
    title: 'Loss by epoch',
    description: `The loss on the test texts goes from ${figure(before.loss)} before training${ends}.`,
    x: { title: 'epoch', from: 0, to: Math.max(1, ...epochs.map(({ epoch }) => epoch)), isWhole: true },
    y: { title: 'loss', from: 0, to: Math.max(0.1, ...losses) },
    series: series.filter(({ points }) => points.length > 0),
  }
}

function epochTable({ before, epochs, savedEpoch, averaged, isRefit, savedValidation, after }: Report): Block {
  const kept = isRefit ? 'kept, trained again on all texts' : 'kept'
  const isKept = (epoch: number): boolean =>
    averaged === null ? epoch === savedEpoch : epoch >= averaged[0] && epoch <= averaged[1]
  const row = (name: string, { trainLoss, validation, test }: Omit<Evaluation, 'epoch'>, weights: string): Line[] => [
    name,
    figure(trainLoss),
    figure(validation?.loss),
    percent(validation?.accuracy),
    percent(validation?.macroF1),
    figure(test.loss),
    percent(test.accuracy),
    percent(test.macroF1),
    weights,
  ]
  const columns = ['loss', 'accuracy', 'macro F1']
  return {
    kind: 'table',
    caption: `Epochs; 0 is before training${averaged === null ? '' : ', the last row the mean of the weights'}`,
    head: [
      ...['epoch', 'training loss'],
      ...columns.map((one) => `validation ${one}`),
      ...columns.map((one) => `test ${one}`),
      'weights',
    ],
    rows: [
      row('0', { trainLoss: null, validation: null, test: before }, ''),
      ...epochs.map((one) =>
        row(String(one.epoch), one, isKept(one.epoch) ? (averaged === null ? kept : 'averaged') : ''),
      ),
      ...(averaged === null
        ? []
        : [row(averaged.join(' to '), { trainLoss: null, validation: savedValidation, test: after }, kept)]),
    ],
  }
}

function searchTable({ trials, chosen, seconds: took }: Search): Block {
  return {
    kind: 'table',
    caption: `Rates that were tried in ${seconds(took)}, by the validation part`,
    head: ['learning rate', 'of the head', 'epochs', 'loss', 'accuracy', 'macro F1', 'time', ''],
    rows: trials.map((trial, i) => [
      small(trial.learningRate),
      small(trial.headLearningRate),
      count(trial.epochs),
      figure(trial.loss),
      percent(trial.accuracy),
      percent(trial.macroF1),
      seconds(trial.seconds),
      i === chosen ? 'chosen' : '',
    ]),
  }
}
