import type { Recipe } from '../../shared/recipe.ts'
import type { RunSummary } from '../../shared/run-record.ts'
import { count, fileName, rateText } from '../text/format.ts'
import { t } from '../words/words.svelte.ts'

/** A setting as a column of the list; its title is among the words. */
export interface RunColumn {
  readonly name: 'trained' | 'model' | 'rate' | 'epochs' | 'length' | 'batch' | 'seed'
  readonly text: (recipe: Recipe) => string
}

const trained: RunColumn = { name: 'trained', text: trainedText }

const others: readonly RunColumn[] = [
  { name: 'model', text: ({ model }) => fileName(model) },
  { name: 'rate', text: ({ learningRate }) => numberText(learningRate) },
  { name: 'epochs', text: ({ epochs }) => numberText(epochs) },
  { name: 'length', text: ({ maxLength }) => count(maxLength) },
  { name: 'batch', text: ({ batchSize }) => count(batchSize) },
  { name: 'seed', text: ({ seed }) => String(seed) },
]

/** More would leave no room for the rest. */
const most = 3

/** What was trained, and the settings in which some runs differ from others, at most three. */
export function columnsFor(runs: readonly RunSummary[]): readonly RunColumn[] {
  const recipes = runs.flatMap(({ recipe }) => recipe ?? [])
  return [trained, ...others.filter(({ text }) => new Set(recipes.map(text)).size > 1).slice(0, most)]
}

/** How much of a model is trained, in two words. */
export function trainedText({ unfreeze, embeddings }: Pick<Recipe, 'unfreeze' | 'embeddings'>): string {
  if (unfreeze === 'all' || embeddings) return embeddings ? t('runs.trained.everything') : t('runs.trained.allBlocks')
  if (unfreeze === 0) return t('runs.trained.head')
  return t('runs.trained.top', { count: unfreeze })
}

function numberText(value: number | 'auto'): string {
  return typeof value === 'number' ? rateText(value) : t('recipe.options.auto')
}
