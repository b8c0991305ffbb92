import type { Recipe } from '../../shared/recipe.ts'
import type { RunReport } from '../../shared/run-events.ts'
import { counted, fileName, small } from '../text/format.ts'

/** What was trained and how, in one line: model, K, rates, epochs, seed. */
export function recipeLine(recipe: Recipe, { epochs, savedEpoch, search }: RunReport): string {
  const found = search?.trials[search.chosen]
  const rates =
    found === undefined
      ? `rate ${small(recipe.learningRate)}`
      : `rates found: ${small(found.learningRate)}, head ${small(found.headLearningRate)}`
  const trained =
    epochs.length < recipe.epochs
      ? `stopped after ${epochs.length} of ${counted(recipe.epochs, 'epoch')}`
      : counted(epochs.length, 'epoch')
  return [
    fileName(recipe.model),
    `K = ${recipe.unfreeze}${recipe.embeddings ? ' and embeddings' : ''}`,
    rates,
    `${trained}, epoch ${savedEpoch} kept`,
    `seed ${recipe.seed}`,
    ...(recipe.corrections === null ? [] : ['with corrections']),
  ].join(' · ')
}
