import { allFigures, heading, type MetricsInShort, type NamedFigure, valueOf } from '../../../../shared/figures.ts'
import { judge } from '../../../../shared/judgement.ts'
import { labelAdvice } from '../../../../shared/label-advice.ts'
import type { ReportFacts } from '../../../../shared/report-facts.ts'
import { yardstickNames, yardstickTitles, type YardstickName } from '../../../../shared/yardsticks.ts'
import type { BarChart, Block, Line, Section } from '../document.ts'
import { count, figure, leadOf, percent, points, range, seconds } from './figures.ts'

type Report = NonNullable<ReportFacts['report']>

/** What the result is worth: sentences, the yardsticks with their intervals, every figure before and after. */
export function worth({ report, recipe }: ReportFacts): Section {
  const texts = count(report?.after.examples)
  const title = `Figures on ${texts} test texts`
  if (report === null) {
    return { title, blocks: [{ kind: 'paragraph', line: 'Its report is missing, or of a form that cannot be read.' }] }
  }
  const advice = recipe && labelAdvice(report, recipe, mark)
  const sentences = [...judge(report, mark), ...(advice === null ? [] : [advice])].map(unmarked)
  return {
    title,
    blocks: [
      ...(sentences.length === 0 ? [] : [{ kind: 'list', lines: sentences } satisfies Block]),
      yardstickChart(report),
      {
        kind: 'table',
        caption: 'What could be had of the same texts, with 95 % intervals in percent',
        head: ['', 'accuracy', '95 %', 'macro F1', '95 %', 'learned from, texts', 'time'],
        rows: yardstickNames.map((name) => yardstickRow(name, report)),
      },
      {
        kind: 'table',
        caption: 'What the fine-tuned model gains over each, in points with 95 % intervals; McNemar’s exact test',
        head: ['', 'accuracy', '95 %', 'macro F1', '95 %', 'texts that only it has right', 'only fine-tuned', 'p'],
        rows: yardstickNames.filter((name) => name !== 'tuned').map((name) => gainRow(name, report)),
      },
      {
        kind: 'list',
        lines: yardstickNames.map((name) => `${yardstickTitles[name].title}: ${yardstickTitles[name].sentence}`),
      },
      {
        kind: 'table',
        caption: 'Every figure before and after training',
        head: ['', 'untrained head', 'fine-tuned'],
        rows: allFigures.map((one) => [
          heading(one),
          figure(valueOf(report.before, one)),
          figure(valueOf(report.after, one)),
        ]),
      },
    ],
  }
}

function yardstickRow(name: YardstickName, report: Report): Line[] {
  const one = report.yardsticks.find((yardstick) => yardstick.name === name)
  const metrics = one?.metrics ?? { untrained: report.before, tuned: report.after }[name as string]
  return [
    yardstickTitles[name].title,
    percent(metrics?.accuracy),
    range(one?.accuracy),
    percent(metrics?.macroF1),
    range(one?.macroF1),
    count(one?.trainedOn),
    seconds(one?.seconds),
  ]
}

function gainRow(name: YardstickName, { yardsticks }: Report): Line[] {
  const gain = yardsticks.find((yardstick) => yardstick.name === name)?.gain
  return [
    yardstickTitles[name].title,
    points(gain?.accuracy.difference),
    range(gain?.accuracy.interval),
    points(gain?.macroF1.difference),
    range(gain?.macroF1.interval),
    count(gain?.onlyFirst),
    count(gain?.onlySecond),
    gain && gain.p < 0.001 ? '< 0.001' : figure(gain?.p),
  ]
}

/** The yardsticks by the lead figure; of an older report before and after. */
function yardstickChart(report: Report): BarChart {
  const key = leadOf(report.after)
  const lead: NamedFigure | undefined = allFigures.find((one) => one.key === key)
  const title = heading({ title: lead?.title ?? key })
  const measured: { name: YardstickName; metrics: MetricsInShort }[] =
    report.yardsticks.length > 0
      ? report.yardsticks
      : [
          { name: 'untrained', metrics: report.before },
          { name: 'tuned', metrics: report.after },
        ]
  const bars = measured.map(({ name, metrics }) => {
    const one = report.yardsticks.find((yardstick) => yardstick.name === name)
    const value = metrics[key] ?? null
    const interval = (key === 'accuracy' ? one?.accuracy : one?.macroF1) ?? null
    return { name: yardstickTitles[name].title, value, interval, text: percent(value), isMain: name === 'tuned' }
  })
  const description = bars.map(({ name, text }) => `${name} ${text}`).join('; ')
  return { kind: 'bars', title: `${title} of the yardsticks, with 95 % intervals`, description, bars }
}

/** A label within a sentence, between marks that no label has: control characters are taken out. */
const mark = (label: string): string => `\u0000${label.replaceAll('\u0000', ' ')}\u0000`

function unmarked(sentence: string): Line {
  return sentence.split('\u0000').map((part, i) => (i % 2 === 0 ? part : { words: part }))
}
