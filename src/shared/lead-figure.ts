import { allFigures, type ClassMetrics, type Metrics, type NamedFigure } from './figures.ts'

/** From how many times the texts of the rarest label on the commonest makes accuracy say little. */
const unevenFrom = 2

export type LeadKey = 'accuracy' | 'macroF1'

/**
 * Whether the labels are uneven: the commonest has twice the texts of the rarest or more. A label of more than 70 % of the
 * texts always makes them so.
 */
export function isUneven(perClass: readonly Pick<ClassMetrics, 'support'>[]): boolean {
  const supports = perClass.map(({ support }) => support)
  return Math.max(...supports) >= unevenFrom * Math.min(...supports)
}

/** The figure that a result is told by: macro F1 where the labels are uneven, else accuracy. */
export function leadFigure(metrics: Metrics): NamedFigure & { readonly key: LeadKey } {
  const key: LeadKey = isUneven(metrics.perClass) && (metrics.macroF1 ?? null) !== null ? 'macroF1' : 'accuracy'
  const figure = allFigures.find((one) => one.key === key)
  if (figure === undefined) throw new Error(`There is no figure ${key}`)
  return { ...figure, key }
}
