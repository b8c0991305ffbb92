import type { DatasetSummary } from '../../shared/dataset-summary.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { RunReport } from '../../shared/run-events.ts'
import { savedSentence } from '../../shared/saved-weights.ts'
import { plannedEpochs } from '../run/progress.ts'
import { counted, fileName, small } from '../text/format.ts'

/** What was trained and how, in one line: model, K, rates, epochs, seed. */
export function recipeLine(recipe: Recipe, report: RunReport, dataset: DatasetSummary | null): string {
  const { epochs, search } = report
  const planned = plannedEpochs({ recipe, dataset })
  const trained =
    epochs.length < planned
      ? `stopped after ${epochs.length} of ${counted(planned, 'epoch')}`
      : counted(epochs.length, 'epoch')
  return [
    fileName(recipe.model),
    `K = ${recipe.unfreeze}${recipe.embeddings ? ' and embeddings' : ''}`,
    describeRates(recipe, search),
    `${trained}, ${savedSentence(report)}`,
    `seed ${recipe.seed}`,
    ...(recipe.corrections === null ? [] : ['with corrections']),
  ].join(' · ')
}

function describeRates({ learningRate, headLearningRate }: Recipe, search: RunReport['search']): string {
  const found = search?.trials[search.chosen]
  const blocks = found?.learningRate ?? learningRate
  const head = found?.headLearningRate ?? headLearningRate
  const rates = [blocks, ...(head === null || head === blocks ? [] : [head])].map((rate) =>
    typeof rate === 'number' ? small(rate) : rate,
  )
  return `${found === undefined ? 'rate' : 'rate found'} ${rates.join(', head ')}`
}
