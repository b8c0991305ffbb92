import { at } from '../../../../shared/at.ts'
import { allClassFigures, valueOf, type Metrics } from '../../../../shared/figures.ts'
import type { ReportFacts } from '../../../../shared/report-facts.ts'
import type { Block, Line, Section } from '../document.ts'
import { count, figure, percent } from './figures.ts'

/** The whole confusion matrix up to so many labels; of more, so many of its commonest cells. */
const most = { labels: 24, confusions: 40 }

/** The labels by their index in the model, with their counts and figures. */
export function labelSection({ labels, dataset, report }: ReportFacts): Section {
  const rows = labels.map((label, i): Line[] => {
    const counted = (part: 'train' | 'validation' | 'test') => count(dataset?.counts[part]?.[i])
    const own = report?.after.perClass[i]
    return [
      String(i),
      { words: label },
      ...(['train', 'validation', 'test'] as const).map(counted),
      ...allClassFigures.map((one) => figure(own && valueOf(own, one))),
    ]
  })
  const head = ['index', 'label', 'training', 'validation', 'test', ...allClassFigures.map(({ title }) => title)]
  return {
    title: 'Labels',
    blocks: [{ kind: 'table', caption: 'Texts of each part, and figures on the test texts', head, rows }],
  }
}

/** What is taken for what, and how many texts training turned right and wrong. */
export function errorSection({ labels, report, answers }: ReportFacts): Section {
  const wrong = answers?.wrong ?? (report && wrongOf(report.after))
  const rows: Line[][] = [
    ['still wrong', count(wrong)],
    ['turned right by training', count(answers?.fixed)],
    ['turned wrong by training', count(answers?.broken)],
  ]
  const table: Block = { kind: 'table', caption: 'Test texts', head: ['', ''], rows }
  return { title: 'Errors', blocks: [table, ...(report === null ? [] : [confusionTable(report.after, labels)])] }
}

const wrongOf = ({ confusion }: Metrics): number =>
  confusion.reduce((sum, row, i) => sum + row.reduce((inRow, texts, j) => inRow + (i === j ? 0 : texts), 0), 0)

function confusionTable({ confusion }: Metrics, labels: readonly string[]): Block {
  const nameOf = (i: number): Line => ({ words: labels[i] ?? String(i) })
  if (confusion.length > most.labels) {
    const cells = confusion.flatMap((row, i) =>
      row.flatMap((texts, j) => (i === j || texts === 0 ? [] : [{ i, j, texts }])),
    )
    cells.sort((a, b) => b.texts - a.texts)
    return {
      kind: 'table',
      caption: `The ${Math.min(cells.length, most.confusions)} commonest confusions of ${count(cells.length)}`,
      head: ['label', 'taken for', 'texts'],
      rows: cells.slice(0, most.confusions).map(({ i, j, texts }) => [nameOf(i), nameOf(j), count(texts)]),
    }
  }
  const shares = confusion.map((row) => {
    const all = row.reduce((sum, texts) => sum + texts, 0)
    return row.map((texts) => (all === 0 ? 0 : texts / all))
  })
  return {
    kind: 'table',
    caption: 'Confusion matrix: a row for each true label, a column for each answer; the share right at the end',
    head: ['', ...confusion.map((_, i) => nameOf(i)), 'right'],
    rows: confusion.map((row, i) => [nameOf(i), ...row.map(count), percent(at(at(shares, i), i))]),
    shades: shares.map((row) => [null, ...row, null]),
  }
}
