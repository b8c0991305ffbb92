import { chosenBy, type ChooseBy } from '../../../../shared/choosing.ts'
import type { ReportFacts } from '../../../../shared/report-facts.ts'
import type { Evaluation } from '../../../../shared/run-events.ts'
import { shortTrials, whyNotLowest, type Search } from '../../../../shared/search.ts'
import type { Block, Line, LineChart, Section, Series } from '../document.ts'
import { count, figure, percent, seconds, small } from './figures.ts'

type Report = NonNullable<ReportFacts['report']>

/** The losses by epoch, and the rates that were tried. */
export function training({ recipe, report }: ReportFacts): Section[] {
  if (report === null) return []
  const search: Block[] =
    report.search === null ? [] : [{ kind: 'paragraph', line: shortTrials }, searchTable(report.search)]
  const halved: Block[] = report.halvings === 0 ? [] : [{ kind: 'paragraph', line: halvedSentence(report.halvings) }]
  return [
    {
      title: 'Training',
      blocks: [...halved, lossChart(report), epochTable(report, recipe?.chooseBy ?? 'loss'), ...search],
    },
  ]
}

function halvedSentence(halvings: number): string {
  return `The numbers left their range: the rates of the recipe were halved ${halvings === 1 ? 'once' : `${halvings} times`} on the way.`
}

function lossChart({ before, epochs, after }: Report): LineChart {
  const of = (read: (one: Evaluation) => number | null | undefined) =>
    epochs.flatMap((one) => {
      const y = read(one)
      return y === null || y === undefined ? [] : [{ x: one.epoch, y }]
    })
  const series: Series[] = [
    { name: 'training', points: of(({ trainLoss }) => trainLoss), tone: 'mid', isDashed: true },
    { name: 'validation', points: of(({ validation }) => validation?.loss), tone: 'mid' },
    { name: 'validation, calibrated', points: of(({ calibratedLoss }) => calibratedLoss), tone: 'accent' },
    { name: 'test', points: [{ x: 0, y: before.loss }, ...of(({ test }) => test.loss)], tone: 'ink' },
  ]
  const losses = series.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite)
  const last = epochs.at(-1)
  const ends = last === undefined ? '' : ` to ${figure(last.test.loss)} after epoch ${last.epoch}`
  return {
    kind: 'lines',
    title: 'Loss by epoch',
    description: `The loss on the test texts, before a temperature is set, goes from ${figure(before.loss)} before training${ends}; that of the saved model, its temperature set, is ${figure(after.loss)}.`,
    x: { title: 'epoch', from: 0, to: Math.max(1, ...epochs.map(({ epoch }) => epoch)), isWhole: true },
    y: { title: 'loss', from: 0, to: Math.max(0.1, ...losses) },
    series: series.filter(({ points }) => points.length > 0),
  }
}

function epochTable(report: Report, chooseBy: ChooseBy): Block {
  const { before, epochs, savedEpoch, averaged, isRefit, savedValidation, savedCalibratedLoss, after } = report
  const isChosen = (epoch: number): boolean =>
    averaged === null ? epoch === savedEpoch : epoch >= averaged[0] && epoch <= averaged[1]
  const row = (name: string, weights: string, found: Partial<Evaluation>): Line[] => [
    name,
    figure(found.trainLoss),
    figure(found.calibratedLoss),
    ...[found.validation, found.test].flatMap((part) => [
      figure(part?.loss),
      percent(part?.accuracy),
      percent(part?.macroF1),
    ]),
    weights,
  ]
  const kept = isRefit ? 'chosen' : 'saved'
  const mean = { validation: savedValidation, calibratedLoss: savedCalibratedLoss, ...(isRefit ? {} : { test: after }) }
  const columns = ['loss', 'accuracy', 'macro F1']
  return {
    kind: 'table',
    caption: epochCaption(report, chooseBy),
    head: [
      ...['epoch', 'training loss', 'validation loss, calibrated'],
      ...columns.map((one) => `validation ${one}`),
      ...columns.map((one) => `test ${one}`),
      'weights',
    ],
    rows: [
      row('0', '', { test: before }),
      ...epochs.map((one) =>
        row(String(one.epoch), isChosen(one.epoch) ? (averaged === null ? kept : 'averaged') : '', one),
      ),
      ...(averaged === null ? [] : [row(averaged.join(' to '), kept, mean)]),
      ...(isRefit ? [row('all texts', 'saved', { test: after })] : []),
    ],
  }
}

function epochCaption({ epochs, averaged, isRefit }: Report, chooseBy: ChooseBy): string {
  return [
    'Epochs; 0 is before training',
    ...(epochs.some(({ validation }) => validation !== null) ? [`the best epoch is chosen by ${chosenBy[chooseBy]}`] : []),
    ...(averaged === null ? [] : [`${averaged.join(' to ')} is the mean of the weights from the epoch before the best on`]),
    ...(isRefit
      ? ['the last row is the model that was trained again on all training texts, which no validation part is left for']
      : []),
  ].join('; ')
}

function searchTable({ trials, chosen, chooseBy, seconds: took }: Search): Block {
  const why = whyNotLowest({ trials, chosen, chooseBy })
  return {
    kind: 'table',
    caption: `Rates that were tried in ${seconds(took)}, by the validation part${why === null ? '' : `: ${why}`}`,
    head: ['learning rate', 'of the head', 'epochs', 'loss, calibrated', 'accuracy', 'macro F1', 'time', ''],
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
