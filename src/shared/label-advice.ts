import { at } from './at.ts'
import { isUneven } from './lead-figure.ts'
import type { Quote } from './judgement.ts'
import type { Recipe } from './recipe.ts'
import type { RunReport } from './run-events.ts'

const listed = 3

/** What the advice is to change in the recipe. */
export const weighed = { classWeights: 'balanced' } as const satisfies Partial<Recipe>

/**
 * Advises to weigh the labels where they are uneven, the recipe counts all texts alike, and the model answers a rare label
 * to fewer than half as many test texts as have it; null elsewhere.
 */
export function labelAdvice(
  { after }: Pick<RunReport, 'after'>,
  recipe: Pick<Recipe, 'classWeights' | 'labelWeights' | 'balancedBatches'>,
  quote: Quote,
): string | null {
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
  const named = hardly.slice(0, listed).map(({ label, support, answered }) => {
    const texts = answered === 1 ? '1 test text' : `${answered} test texts`
    return `${quote(label)} to ${texts}, where ${support} have it`
  })
  const more = hardly.length > listed ? [`${hardly.length - listed} other labels too seldom`] : []
  const list = new Intl.ListFormat('en-GB').format([...named, ...more])
  return `It answers ${list}: weigh the labels, so that a text of a rare one counts for more.`
}
