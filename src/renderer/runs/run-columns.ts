import type { Recipe } from '../../shared/recipe.ts'
import type { RunSummary } from '../../shared/run-record.ts'
import { count, fileName, small } from '../text/format.ts'

/** A setting as a column of the list. */
export interface RunColumn {
  readonly title: string
  readonly text: (recipe: Recipe) => string
}

const trained: RunColumn = { title: 'Trained', text: trainedText }

const others: readonly RunColumn[] = [
  { title: 'Model', text: ({ model }) => fileName(model) },
  { title: 'Rate', text: ({ learningRate }) => numberText(learningRate) },
  { title: 'Epochs', text: ({ epochs }) => numberText(epochs) },
  { title: 'Length', text: ({ maxLength }) => count(maxLength) },
  { title: 'Batch', text: ({ batchSize }) => count(batchSize) },
  { title: 'Seed', text: ({ seed }) => String(seed) },
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
  if (unfreeze === 'all' || embeddings) return embeddings ? 'everything' : 'all blocks'
  if (unfreeze === 0) return 'head'
  return unfreeze === 1 ? 'top block' : `top ${unfreeze} blocks`
}

function numberText(value: number | 'auto'): string {
  return typeof value === 'number' ? small(value) : value
}
