import { at } from './at.ts'
import { isUneven } from './lead-figure.ts'
import type { Quote } from './judgement.ts'
import type { Recipe } from './recipe.ts'
import type { RunReport } from './run-events.ts'

const listed = 3

/** What the advice is to change in the recipe. */
export const weighed = { classWeights: 'balanced' } as const satisfies Partial<Recipe>

/** Rare labels that a model hardly answers. */
export interface HardlyAnswered {
  /** The first few: how many test texts have the label, and how many were answered so. */
  readonly labels: readonly { readonly label: string; readonly support: number; readonly answered: number }[]
  /** How many more there are. */
  readonly others: number
}

/**
 * The labels for whose sake texts are to be weighed: labels are uneven, the recipe counts all texts alike, and the model
 * answers a rare label to fewer than half as many test texts as have it; null where there are none.
 */
export function hardlyAnswered(
  { after }: Pick<RunReport, 'after'>,
  recipe: Pick<Recipe, 'classWeights' | 'labelWeights' | 'balancedBatches'>,
): HardlyAnswered | null {
  const { perClass, confusion } = after
  const isWeighed = recipe.classWeights !== 'none' || recipe.labelWeights.length > 0 || recipe.balancedBatches
  if (isWeighed || !isUneven(perClass)) return null
  const most = Math.max(...perClass.map(({ support }) => support))
  const hardly = perClass
    .map(({ label, support }, said) => ({
      label,
      support,
      answered: confusion.reduce((sum, row) => sum + at(row, said), 0),
    }))
    .filter(({ support, answered }) => 2 * support <= most && 2 * answered < support)
  if (hardly.length === 0) return null
  const labels = hardly.slice(0, listed)
  return { labels, others: hardly.length - labels.length }
}

/** Advises to weigh the labels where some are hardly answered; null elsewhere. */
export function labelAdvice(
  report: Pick<RunReport, 'after'>,
  recipe: Parameters<typeof hardlyAnswered>[1],
  quote: Quote,
): string | null {
  const found = hardlyAnswered(report, recipe)
  if (found === null) return null
  const named = found.labels.map(({ label, support, answered }) => {
    const texts = answered === 1 ? '1 test text' : `${answered} test texts`
    return `${quote(label)} to ${texts}, where ${support} have it`
  })
  const more = found.others > 0 ? [`${found.others} other labels too seldom`] : []
  const list = new Intl.ListFormat('en-GB').format([...named, ...more])
  return `It answers ${list}: weigh the labels, so that a text of a rare one counts for more.`
}
