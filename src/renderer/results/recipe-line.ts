import type { DatasetSummary } from '../../shared/dataset-summary.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { RunReport } from '../../shared/run-events.ts'
import { plannedEpochs } from '../run/progress.ts'
import { fileName, rateText } from '../text/format.ts'
import { t } from '../words/words.svelte.ts'
import { savedSentence } from './saved-words.ts'

/** What was trained and how, in one line: model, K, rates, epochs, seed. */
export function recipeLine(recipe: Recipe, report: RunReport, dataset: DatasetSummary | null): string {
  const { epochs, search } = report
  const planned = plannedEpochs({ recipe, dataset })
  const trained =
    epochs.length < planned
      ? t('results.recipe.stopped', { epochs: epochs.length, count: planned })
      : t('results.recipe.epochs', { count: epochs.length })
  const blocks = recipe.unfreeze === 'all' ? t('results.recipe.all') : recipe.unfreeze
  return [
    fileName(recipe.model),
    t(recipe.embeddings ? 'results.recipe.blocksAndEmbeddings' : 'results.recipe.blocks', { blocks }),
    describeRates(recipe, search),
    t('results.recipe.trained', { trained, saved: savedSentence(report) }),
    t('results.recipe.seed', { seed: String(recipe.seed) }),
    ...(recipe.corrections === null ? [] : [t('results.recipe.corrected')]),
  ].join(' · ')
}

function describeRates({ learningRate, headLearningRate }: Recipe, search: RunReport['search']): string {
  const found = search?.trials[search.chosen]
  const blocks = found?.learningRate ?? learningRate
  const head = found?.headLearningRate ?? headLearningRate
  const rate = blocks === 'auto' ? t('recipe.options.auto') : rateText(blocks)
  if (head === null || head === blocks) {
    return t(found === undefined ? 'results.recipe.rate' : 'results.recipe.rateFound', { rate })
  }
  const both = { rate, head: rateText(head) }
  return t(found === undefined ? 'results.recipe.rates' : 'results.recipe.ratesFound', both)
}
