import { at } from '../../../shared/at.ts'
import type { ReadingProgress } from '../../../shared/reading-progress.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { releaseFeatures } from '../../cache/feature-folders.ts'
import { startBackend } from '../backend/tf.ts'
import type { Dataset, Example } from '../dataset/dataset.ts'
import { FeatureReader } from '../features/feature-reader.ts'
import { prepareFeatures } from '../features/prepare-features.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { TextTokenizer } from '../tokens/tokenizer.ts'
import type { SparseMatrix } from '../yardsticks/matrix.ts'
import { TermCounter } from '../yardsticks/tf-idf.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import { bayesLearner } from './bayes-learner.ts'
import { outOfSample } from './out-of-sample.ts'
import { stackViews } from './stack.ts'
import { depth, tailLearner } from './tail-learner.ts'
import { wordLearner } from './word-learner.ts'

/** Bounds the memory of the words' weights. */
const mostTerms = 100_000
const mostWeights = 2_000_000

export type DeskProgress = (progress: ReadingProgress) => void

export interface Scoring {
  readonly examples: readonly Example[]
  readonly dataset: Dataset
  readonly model: ModelFolder
  readonly recipe: Recipe
  readonly cacheRoot: string
  readonly signal: AbortSignal
  readonly onProgress: DeskProgress
}

/**
 * How likely each label is for each example, by three models that have not seen it: two of its words, and a tail. Their
 * faults differ, and together they find more wrong labels than each (bench/desk.ts).
 * @returns row-major [examples, labels]
 * @throws LastlayerError `cancelled`
 */
export async function scoreTexts(scoring: Scoring): Promise<Float64Array> {
  const { examples, dataset, recipe, signal, onProgress } = scoring
  const labels = dataset.summary.labels.length
  const truth = examples.map(({ label }) => label)
  const features = await tailFeatures(scoring)
  try {
    const counted = await countWords(scoring)
    const words = wordLearner(counted, truth, { c: 5, labels, signal })
    const bayes = bayesLearner(counted, truth, labels)
    const tail = tailLearner(examples, { ...scoring, features })
    const tell = (share: number): void => {
      const total = examples.length
      onProgress({ phase: 'scoring', done: Math.floor(share * total), total, unit: 'texts' })
    }
    const drawn = { labels, seed: recipe.seed }
    const byWords = await outOfSample(examples, { ...drawn, folds: 5 }, words)
    const byBayes = await outOfSample(examples, { ...drawn, folds: 5 }, bayes)
    // Each fold is a training: half of the texts teach nearly as much as four fifths.
    const byTail = await outOfSample(examples, { ...drawn, folds: 2, onProgress: tell }, tail)
    return await stackViews([byWords, byBayes, byTail], truth, labels, signal)
  } finally {
    features.close()
    await releaseFeatures()
  }
}

/** The features that the tail learns from. A run that trains as deep as it has put them into the cache. */
async function tailFeatures({
  examples,
  dataset,
  model,
  recipe,
  cacheRoot,
  signal,
  onProgress,
}: Scoring): Promise<FeatureReader> {
  const { caches } = await prepareFeatures({
    dataset: { ...dataset, examples },
    model,
    tokenizer: TextTokenizer.open(model),
    recipe: { ...recipe, embeddings: false },
    depths: [depth],
    cacheRoot,
    device: await startBackend(),
    signal,
    onProgress: (done, total) => onProgress({ phase: 'features', done, total, unit: 'texts' }),
    onNotice: () => undefined,
  })
  return new FeatureReader(at(caches, 0))
}

async function countWords({ examples, dataset, signal }: Scoring): Promise<SparseMatrix> {
  const counter = new TermCounter()
  const known = new Set(examples)
  for await (const { text } of dataset.texts((example) => known.has(example), signal)) {
    await yieldToMessages(signal)
    counter.add(text)
  }
  return counter.finish(Math.min(mostTerms, Math.floor(mostWeights / dataset.summary.labels.length))).features
}
