import { allFigures, mainRates, type ClassMetrics, type Metrics, type NamedFigure } from './figures.ts'

/** From how many times the texts of the rarest label on the commonest makes accuracy say little. */
const unevenFrom = 2

export const leadKeys = ['accuracy', 'macroF1'] as const
export type LeadKey = (typeof leadKeys)[number]
type LeadFigure = NamedFigure & { readonly key: LeadKey }

/**
 * Whether the labels are uneven: the commonest has twice the texts of the rarest or more. A label of more than 70 % of the
 * texts always makes them so.
 */
export function isUneven(perClass: readonly Pick<ClassMetrics, 'support'>[]): boolean {
  const supports = perClass.map(({ support }) => support)
  return Math.max(...supports) >= unevenFrom * Math.min(...supports)
}

/** The figure that a result is told by: macro F1 where the labels are uneven, else accuracy. */
export function leadFigure(metrics: Metrics): LeadFigure {
  return leadOf(isUneven(metrics.perClass) && (metrics.macroF1 ?? null) !== null ? 'macroF1' : 'accuracy')
}

/** The main rates of a result. Of uneven labels, the F1 of one says little, and that of several is the macro F1. */
export function mainRatesOf({ perClass }: Pick<Metrics, 'perClass'>): readonly NamedFigure[] {
  if (!isUneven(perClass)) return mainRates
  return mainRates.map((one) => (one.key === 'f1' ? leadOf('macroF1') : one))
}

/** The figure of a key. */
export function leadOf(key: LeadKey): LeadFigure {
  const figure = allFigures.find((one) => one.key === key)
  if (figure === undefined) throw new Error(`There is no figure ${key}`)
  return { ...figure, key }
}
