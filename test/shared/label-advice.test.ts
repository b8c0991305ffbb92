import { expect, test } from 'vitest'
import { adviceSentence } from '../../src/renderer/results/worth/judgement-words.ts'
import { hardlyAnswered, labelAdvice } from '../../src/shared/label-advice.ts'
import { parseRecipe, type RecipeInput } from '../../src/shared/recipe.ts'
import type { RunReport } from '../../src/shared/run-events.ts'
import { metricsOf } from '../support/run-report.ts'

/** 190 ham and 10 spam, with so many of each taken for spam. */
function mail(hamAsSpam: number, spamAsSpam: number) {
  const confusion = [
    [190 - hamAsSpam, hamAsSpam],
    [10 - spamAsSpam, spamAsSpam],
  ]
  const supports = [190, 10]
  const perClass = ['ham', 'spam'].map((label, i) => ({ label, precision: 0, recall: 0, f1: 0, support: supports[i] }))
  return { after: { ...metricsOf(0.9, 0.5), perClass, confusion } }
}

/** What the command line advises, which is what the window advises in English. */
function advice(found: Pick<RunReport, 'after'>, changes: Partial<RecipeInput> = {}): string | null {
  const recipe = parseRecipe({ dataset: 'd', model: 'm', ...changes })
  const told = labelAdvice(found, recipe, (label) => `"${label}"`)
  const hardly = hardlyAnswered(found, recipe)
  expect(hardly && adviceSentence(hardly).replace(/“\u2068(.*?)\u2069”/g, '"$1"')).toBe(told)
  return told
}

test('Advises to weigh labels where a rare one is never or hardly answered', () => {
  const sentence = 'where 10 have it: weigh the labels, so that a text of a rare one counts for more.'
  expect(advice(mail(0, 0))).toBe(`It answers "spam" to 0 test texts, ${sentence}`)
  expect(advice(mail(0, 1))).toBe(`It answers "spam" to 1 test text, ${sentence}`)
  expect(advice(mail(1, 3))).toBe(`It answers "spam" to 4 test texts, ${sentence}`)
})

test('Is silent where the rare label is answered, labels are even, or the recipe counts them otherwise', () => {
  expect(advice(mail(2, 4))).toBeNull()
  expect(advice({ after: metricsOf(0.9, 0.9) })).toBeNull()
  expect(advice(mail(0, 0), { classWeights: 'balanced' })).toBeNull()
  expect(advice(mail(0, 0), { labelWeights: [{ label: 'spam', weight: 5 }] })).toBeNull()
  expect(advice(mail(0, 0), { balancedBatches: true })).toBeNull()
})
