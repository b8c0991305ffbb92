import { at } from '../../../shared/at.ts'
import type { Yardstick, YardstickName } from '../../../shared/yardsticks.ts'
import type { Dataset, Example } from '../dataset/dataset.ts'
import type { FeatureReader } from '../features/feature-reader.ts'
import { permutation, streamKey } from '../random.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import { frozenLogits } from './frozen-backbone.ts'
import { majorityLogits } from './majority.ts'
import { measure } from './measure.ts'
import { wordsLogits } from './words-alone.ts'

/** Bound the time: training texts that a yardstick learns from, and that times the labels. */
const [mostTexts, mostScores] = [20_000, 500_000]

export interface YardstickOptions {
  readonly dataset: Dataset
  /** Of K = 0. */
  readonly features: Pick<FeatureReader, 'vectors'>
  /** Logits [test texts, labels] of the model before training, and as it is saved. */
  readonly untrained: Float32Array
  readonly tuned: Float32Array
  readonly seed: number
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/**
 * What else could be had of a run's training texts, measured on its test texts, which nothing is chosen by. Of many
 * training texts some are drawn by seed.
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function measureYardsticks(options: YardstickOptions): Promise<Yardstick[]> {
  const { dataset, features, untrained, tuned, seed, onProgress, signal } = options
  const { labels } = dataset.summary
  const part = (split: Example['split']): Example[] => dataset.examples.filter((example) => example.split === split)
  const [training, validation, testing] = [part('train'), part('validation'), part('test')]
  const drawn = drawTexts(training, labels.length, seed)
  const truth = testing.map(({ label }) => label)
  const all = training.map(({ label }) => label)

  type Way = [YardstickName, number, () => Promise<Float32Array> | Float32Array]
  const ways: Way[] = [
    ['majority', all.length, () => majorityLogits(all, testing.length, labels.length)],
    ['words', drawn.length, () => wordsLogits(dataset, drawn, testing, signal)],
    ['untrained', 0, () => untrained],
    ['frozen', drawn.length, () => frozenLogits({ features, training: drawn, validation, testing, labels, signal })],
    ['tuned', all.length, () => tuned],
  ]
  const found: Yardstick[] = []
  for (const [name, trainedOn, answer] of ways) {
    onProgress(found.length, ways.length)
    await yieldToMessages(signal)
    const startedAt = performance.now()
    const logits = await answer()
    const seconds = (performance.now() - startedAt) / 1000
    found.push(measure({ name, logits, tuned, trainedOn, seconds }, truth, labels, seed))
  }
  onProgress(ways.length, ways.length)
  return found
}

/** As many training texts as are affordable, in their order. */
function drawTexts(training: readonly Example[], labels: number, seed: number): readonly Example[] {
  const most = Math.min(mostTexts, Math.floor(mostScores / labels))
  if (training.length <= most) return training
  const order = permutation(streamKey('yardstickTexts', seed), training.length)
  return [...order.subarray(0, most)].sort((a, b) => a - b).map((i) => at(training, i))
}
