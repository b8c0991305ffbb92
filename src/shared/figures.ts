import { z } from 'zod'
import { schemasOf } from './schema-table.ts'

/** `percent` and `rate` are from 0 to 1 and drawn on one axis; a `loss` is any number from 0. */
export type FigureFormat = 'percent' | 'rate' | 'loss'

/** What is told of a figure, once for every table, chart and sentence. */
export interface Figure {
  /** As report.json holds it. A figure that came later than the first reports is optional, or they could not be read. */
  readonly schema: z.ZodType<number | null | undefined>
  /** As it is written within a sentence. */
  readonly title: string
  /** `texts`: of all texts alike. `label`: of the second of two labels, as scikit-learn's binary average, else the macro mean. */
  readonly of: 'texts' | 'label'
  readonly format: FigureFormat
  readonly isHigherBetter: boolean
  /** `tables`: in the full tables of the window and of `evaluate`, not in charts and lists; `evaluation`: in the latter only. */
  readonly shown: 'everywhere' | 'tables' | 'evaluation'
}

const rate = { format: 'rate', isHigherBetter: true } as const

/** The figures of one evaluation, in the order in which they are told; null where the texts do not tell it. */
export const figures = {
  accuracy: {
    schema: z.number(),
    title: 'accuracy',
    of: 'texts',
    format: 'percent',
    isHigherBetter: true,
    shown: 'everywhere',
  },
  precision: { ...rate, schema: z.number().nullable(), title: 'precision', of: 'label', shown: 'tables' },
  recall: { ...rate, schema: z.number().nullable(), title: 'recall', of: 'label', shown: 'tables' },
  f1: { ...rate, schema: z.number().nullable(), title: 'F1', of: 'label', shown: 'everywhere' },
  macroF1: { ...rate, schema: z.number().nullable(), title: 'macro F1', of: 'texts', shown: 'evaluation' },
  /** Two labels only. */
  rocAuc: { ...rate, schema: z.number().nullable(), title: 'ROC-AUC', of: 'texts', shown: 'evaluation' },
  /** The mean cross-entropy in nats. */
  loss: {
    schema: z.number(),
    title: 'loss',
    of: 'texts',
    format: 'loss',
    isHigherBetter: false,
    shown: 'everywhere',
  },
} as const satisfies Readonly<Record<string, Figure>>
export type FigureKey = keyof typeof figures

/** The figures of each label alone, in the order of the columns; null where the texts do not tell it. */
export const classFigures = {
  precision: { ...rate, schema: z.number().nullable(), title: 'precision' },
  recall: { ...rate, schema: z.number().nullable(), title: 'recall' },
  f1: { ...rate, schema: z.number().nullable(), title: 'F1' },
} as const satisfies Readonly<Record<string, Omit<Figure, 'of' | 'shown'>>>
export type ClassFigureKey = keyof typeof classFigures

const perClass = z.object({ label: z.string(), ...schemasOf(classFigures), support: z.int() })
export type ClassMetrics = z.infer<typeof perClass>

/** Figures of one evaluation. */
export const metrics = z.object({
  examples: z.int(),
  ...schemasOf(figures),
  perClass: z.array(perClass),
  /** confusion[true label][predicted label] */
  confusion: z.array(z.array(z.int())),
})
export type Metrics = z.infer<typeof metrics>

/** Figures of which there are many: of a thousand labels each matrix has a million cells. */
export const metricsInShort = metrics.omit({ confusion: true })
export type MetricsInShort = z.infer<typeof metricsInShort>

/** Leaves the matrix out. */
export function inShort(whole: Metrics): MetricsInShort {
  return metricsInShort.parse(whole)
}

/** Figures as they are measured now, none missing. */
export type MeasuredMetrics = Required<Omit<Metrics, 'perClass'>> & { perClass: Required<ClassMetrics>[] }

/** A figure with its key. */
export type NamedFigure = Omit<Figure, 'schema'> & { readonly key: FigureKey }

/** Every figure, in order. */
export const allFigures: readonly NamedFigure[] = Object.entries<Figure>(figures).map(([key, facts]) => ({
  ...facts,
  key: key as FigureKey,
}))

/** Every figure of a label, in order. */
export const allClassFigures = Object.entries<(typeof classFigures)[ClassFigureKey]>(classFigures).map(
  ([key, facts]) => ({ ...facts, key: key as ClassFigureKey }),
)

/** The figures that are shown everywhere. */
export const mainFigures = allFigures.filter(({ shown }) => shown === 'everywhere')

/** Those of them that are rates from 0 to 1. */
export const mainRates = mainFigures.filter(({ format }) => format !== 'loss')

/** The rates of the full tables, the main ones first. */
export const tableRates = [
  ...mainRates,
  ...allFigures.filter(({ shown, format }) => shown === 'tables' && format !== 'loss'),
]

/** A figure's title at the beginning of a line. */
export function heading({ title }: { readonly title: string }): string {
  return title.charAt(0).toUpperCase() + title.slice(1)
}

/** The value of a figure; null where it has none or was not measured yet when the report was written. */
export function valueOf<K extends string>(
  values: { readonly [key in K]?: number | null | undefined },
  { key }: { readonly key: K },
): number | null {
  return values[key] ?? null
}

/** Some figures by their keys, as programs read them. */
export function valuesOf(
  values: Pick<Metrics, FigureKey>,
  some: readonly NamedFigure[],
): Partial<Record<FigureKey, number | null>> {
  return Object.fromEntries(some.map((figure) => [figure.key, valueOf(values, figure)]))
}
