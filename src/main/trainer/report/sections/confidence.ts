import { calibrationSentence, type Calibration, type Reliability } from '../../../../shared/calibration.ts'
import type { ReportFacts } from '../../../../shared/report-facts.ts'
import type { Block, LineChart, Section, Series } from '../document.ts'
import { count, figure, percent } from './figures.ts'

/** How far its confidence can be believed, and what abstaining leaves. */
export function confidence({ report, abstainBelow }: ReportFacts): Section {
  const calibration = report?.calibration ?? null
  const summary: Block = {
    kind: 'table',
    caption: 'Calibration on the test texts',
    head: ['', ''],
    rows: [
      ['expected calibration error as trained', percent(calibration?.before.error)],
      ['with the temperature', percent(calibration?.after.error)],
      ['temperature, folded into the weights', figure(calibration?.temperature)],
      ['unsure below a confidence of', abstainBelow === null ? 'none: it always answers' : String(abstainBelow)],
    ],
  }
  const drawn: Block[] =
    calibration === null
      ? []
      : [
          { kind: 'paragraph', line: calibrationSentence(calibration) },
          ...reliability(calibration),
          ...coverage(calibration),
        ]
  return { title: 'Confidence', blocks: [summary, ...drawn] }
}

function reliability({ before, after }: Calibration): Block[] {
  const points = ({ bins }: Reliability) =>
    bins.flatMap(({ confidence, accuracy }) =>
      confidence === null || accuracy === null ? [] : [{ x: confidence, y: accuracy }],
    )
  const series: Series[] = [
    { name: 'as sure as right', points: [{ x: 0, y: 0 }, { x: 1, y: 1 }], tone: 'faint', isDashed: true }, // prettier-ignore
    { name: 'as trained', points: points(before), tone: 'mid', isDashed: true },
    { name: 'as saved', points: points(after), tone: 'accent' },
  ]
  const chart: LineChart = {
    kind: 'lines',
    title: 'Reliability',
    description: `How often answers of so much confidence are right; they differ by ${percent(after.error)} on average.`,
    x: { title: 'confidence', from: 0, to: 1 },
    y: { title: 'right', from: 0, to: 1 },
    series,
  }
  const rows = before.bins.flatMap(({ from, to, count: texts, confidence, accuracy }, i) => {
    const saved = after.bins[i]
    if (texts === 0 && (saved?.count ?? 0) === 0) return []
    return [
      [
        `${percent(from, 0)} to ${percent(to, 0)}`,
        ...[count(texts), percent(confidence), percent(accuracy)],
        ...[count(saved?.count), percent(saved?.confidence), percent(saved?.accuracy)],
      ],
    ]
  })
  const head = ['confidence', 'texts', 'mean', 'right', 'texts, as saved', 'mean, as saved', 'right, as saved']
  return [chart, { kind: 'table', caption: 'Reliability, of the bins that hold a text', head, rows }]
}

function coverage({ coverage }: Calibration): Block[] {
  const points = coverage.flatMap(({ share, accuracy }) => (accuracy === null ? [] : [{ x: share, y: accuracy }]))
  const chart: LineChart = {
    kind: 'lines',
    title: 'Coverage',
    description: 'The share of right answers among the texts that are answered, by how many are.',
    x: { title: 'answered', from: 0, to: 1 },
    y: { title: 'right among them', from: 0, to: 1 },
    series: [{ name: 'right among the answered', points: points.reverse(), tone: 'accent' }],
  }
  const rows = coverage.map(({ threshold, share, accuracy }) => [
    percent(threshold, 0),
    percent(share),
    percent(accuracy),
  ])
  return [
    chart,
    { kind: 'table', caption: 'Coverage, by confidence', head: ['from a confidence of', 'answered', 'right'], rows },
  ]
}
