import { at } from '../../../shared/at.ts'
import { epochsFor, parseRecipe, type Recipe } from '../../../shared/recipe.ts'
import type { Dataset, Example } from '../dataset/dataset.ts'
import type { FeatureReader } from '../features/feature-reader.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { Tail } from '../tail/tail.ts'
import { stepsOf, trainShortly } from '../training/short-training.ts'
import type { Learner } from './out-of-sample.ts'

/** The blocks that learn, whatever the run's do. */
export const depth = 1
/** More passes over few texts take long and tell little. */
const mostEpochs = 8
/** They suit most data, as the search for the rates begins with them; the head's is then mostly raised. */
const rates = { blocks: 3e-4, head: 1.5e-3 }

export interface TailLearnerOptions {
  readonly dataset: Dataset
  readonly model: ModelFolder
  /** The run's, by which texts are read. */
  readonly recipe: Recipe
  /** Of {@link depth}. */
  readonly features: FeatureReader
  readonly signal: AbortSignal
}

/**
 * Learns by the last block and a new head, as a run does, all texts counting alike. Where the numbers get out of range it
 * knows nothing, and all its logits are 0.
 */
export function tailLearner(examples: readonly Example[], options: TailLearnerOptions): Learner {
  const { dataset, model, features, signal } = options
  const labels = dataset.summary.labels.length
  const recipe = plainRecipe(options.recipe)
  return async (without, within, onProgress) => {
    const tail = await Tail.create(model, { ...recipe, unfreeze: depth, labels, classes: null })
    try {
      const texts = without.map((i) => at(examples, i))
      const asked = within.map((i) => at(examples, i))
      const epochs = Math.min(mostEpochs, epochsFor(recipe, { texts: texts.length, labels }))
      const training = { dataset, recipe, rates, features, tail, signal, texts, epochs, asked }
      const running = trainShortly(training)
      for (;;) {
        const { done, value } = await running.next()
        if (done) return value?.logits ?? new Float32Array(within.length * labels)
        onProgress(value / stepsOf(training))
      }
    } finally {
      tail.dispose()
    }
  }
}

/** How the texts of a run are taught where nothing is said of their labels. */
function plainRecipe({ dataset, model, seed, head }: Recipe): Recipe {
  return parseRecipe({ dataset, model, seed, head, epochs: 'auto', warmup: 0.1 })
}
