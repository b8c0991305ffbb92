import type { Dataset, Example } from '../dataset/dataset.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import { fitLogistic, logisticLogits } from './logistic-regression.ts'
import { TermCounter } from './tf-idf.ts'

/** Bounds the memory: weights, of which the fitting keeps some twenty copies. */
const mostWeights = 2_000_000
const mostTerms = 100_000
/** Test texts whose features are in memory at a time. */
const window = 1024

/**
 * Logits [test texts, labels] of TF-IDF with logistic regression, C = 1.
 * @param training @param testing in the dataset's order
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function wordsLogits(
  dataset: Dataset,
  training: readonly Example[],
  testing: readonly Example[],
  signal: AbortSignal,
): Promise<Float32Array> {
  const labels = dataset.summary.labels.length
  const counter = new TermCounter()
  for await (const text of textsOf(dataset, training, signal)) counter.add(text)
  const { vocabulary, features } = counter.finish(Math.min(mostTerms, Math.floor(mostWeights / labels)))
  const truth = training.map(({ label }) => label)
  const weights = await fitLogistic(features, truth, { c: 1, labels, signal })

  const logits = new Float32Array(testing.length * labels)
  let [done, texts]: [number, string[]] = [0, []]
  const flush = (): void => {
    logits.set(logisticLogits(vocabulary.features(texts), weights, labels), done * labels)
    done += texts.length
    texts = []
  }
  for await (const text of textsOf(dataset, testing, signal)) if (texts.push(text) === window) flush()
  flush()
  return logits
}

async function* textsOf(dataset: Dataset, examples: readonly Example[], signal: AbortSignal): AsyncGenerator<string> {
  const wanted = new Set(examples)
  for await (const { text } of dataset.texts((example) => wanted.has(example), signal)) {
    await yieldToMessages(signal)
    yield text
  }
}
