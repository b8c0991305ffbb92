import { allClassFigures, heading, valueOf, type Figure, type Metrics } from '../../../shared/figures.ts'
import { count, figureText, oneLine, table } from './format.ts'

const most = 20

/** A figure's title with what it is of, which is the second of two labels or the mean of more. */
export function figureTitle(figure: Pick<Figure, 'title' | 'of'>, { perClass }: Pick<Metrics, 'perClass'>): string {
  if (figure.of === 'texts') return heading(figure)
  const [, second, ...others] = perClass
  return `${heading(figure)}, ${second && others.length === 0 ? `"${oneLine(second.label, 30)}"` : 'macro'}`
}

/** The figures of each label, a line each; of very many labels those with the lowest F1. */
export function labelTable({ perClass }: Pick<Metrics, 'perClass'>): string[] {
  const weakest = [...perClass].sort((a, b) => (a.f1 ?? Infinity) - (b.f1 ?? Infinity))
  const rows = perClass.length <= most ? perClass : weakest.slice(0, most)
  const heading = ['label', ...allClassFigures.map(({ title }) => title), 'texts']
  const lines = rows.map((one) => [
    oneLine(one.label, 40),
    ...allClassFigures.map((figure) => figureText(valueOf(one, figure), figure)),
    count(one.support),
  ])
  const left = perClass.length - rows.length
  return [
    ...table(`<${'>'.repeat(heading.length - 1)}`, [heading, ...lines]),
    ...(left === 0 ? [] : [`These have the lowest F1; ${count(left)} more do better.`]),
  ]
}
