import { at } from '../../../shared/at.ts'
import type { Yardstick, YardstickName } from '../../../shared/yardsticks.ts'
import type { Dataset, Example } from '../dataset/dataset.ts'
import type { FeatureKey } from '../features/feature-cache.ts'
import type { FeatureReader } from '../features/feature-reader.ts'
import { permutation, streamKey } from '../random.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import { frozenLogits } from './frozen-backbone.ts'
import { keptAnswers, type Answers, type Question } from './kept-answers.ts'
import { majorityLogits } from './majority.ts'
import { measure, type Answered } from './measure.ts'
import { wordsLogits } from './words-alone.ts'

/** Bound the time: training texts that a yardstick learns from, and that times the labels. */
const [mostTexts, mostScores] = [20_000, 500_000]

export interface YardstickOptions {
  readonly dataset: Dataset
  /** Of K = 0, and what they are kept under. */
  readonly features: Pick<FeatureReader, 'vectors'>
  readonly featureKey: FeatureKey
  readonly cacheRoot: string
  /** Logits [test texts, labels] of the model before training, and as it is saved. */
  readonly untrained: Float32Array
  readonly tuned: Float32Array
  /** Whether that model learned from the validation texts too. */
  readonly isRefit: boolean
  readonly seed: number
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/**
 * What else could be had of the texts that a run's model learned from, measured on its test texts, which nothing is chosen
 * by. Of many texts some are drawn by seed.
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function measureYardsticks(options: YardstickOptions): Promise<Yardstick[]> {
  const { dataset, features, featureKey, cacheRoot, untrained, tuned, isRefit, seed, onProgress, signal } = options
  const { labels } = dataset.summary
  const questions = questionsOf(dataset, featureKey, seed, isRefit)
  const { training: drawn, validation, testing } = questions.frozen
  const truth = testing.map(({ label }) => label)
  const learned = learnedFrom(dataset, isRefit).length
  const known = dataset.examples.filter(({ split }) => split !== 'test').map(({ label }) => label)

  const words = () => wordsLogits(dataset, drawn, testing, signal)
  const frozen = () => frozenLogits({ features, training: drawn, validation, testing, labels, signal })
  const given = (logits: Float32Array): Answers => ({ logits, seconds: 0 })
  type Way = [YardstickName, number, () => Promise<Answers> | Answers]
  const ways: Way[] = [
    ['majority', known.length, () => given(majorityLogits(known, testing.length, labels.length))],
    ['words', drawn.length, () => keptAnswers(cacheRoot, questions.words, words)],
    ['untrained', 0, () => given(untrained)],
    ['frozen', drawn.length, () => keptAnswers(cacheRoot, questions.frozen, frozen)],
    ['tuned', learned, () => given(tuned)],
  ]
  const answered: Answered[] = []
  for (const [name, trainedOn, answer] of ways) {
    onProgress(answered.length, ways.length)
    await yieldToMessages(signal)
    answered.push({ name, trainedOn, ...(await answer()) })
  }
  const found = measure(answered, truth, labels, seed)
  onProgress(ways.length, ways.length)
  return found
}

/**
 * What the yardsticks ask that take their time.
 * @param isRefit whether the model that they are held against learns from the validation texts too
 */
export function questionsOf(
  dataset: Dataset,
  features: FeatureKey,
  seed: number,
  isRefit: boolean,
): Record<Question['way'], Question> {
  const labels = dataset.summary.labels.length
  const asked = {
    labels,
    training: drawTexts(learnedFrom(dataset, isRefit), labels, seed),
    validation: partOf(dataset, 'validation'),
    testing: partOf(dataset, 'test'),
  }
  return { words: { ...asked, way: 'words', features: null }, frozen: { ...asked, way: 'frozen', features } }
}

function learnedFrom({ examples }: Dataset, isRefit: boolean): Example[] {
  return examples.filter(({ split }) => split === 'train' || (isRefit && split === 'validation'))
}

function partOf({ examples }: Dataset, split: Example['split']): Example[] {
  return examples.filter((example) => example.split === split)
}

/** As many training texts as are affordable, in their order. */
function drawTexts(training: readonly Example[], labels: number, seed: number): readonly Example[] {
  const most = Math.min(mostTexts, Math.floor(mostScores / labels))
  if (training.length <= most) return training
  const order = permutation(streamKey('yardstickTexts', seed), training.length)
  return [...order.subarray(0, most)].sort((a, b) => a - b).map((i) => at(training, i))
}
