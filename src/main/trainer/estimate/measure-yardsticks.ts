import type { Dataset } from '../dataset/dataset.ts'
import type { FeatureKey } from '../features/feature-cache.ts'
import { randomBits } from '../random.ts'
import { compareAnswers } from '../statistics/compare-answers.ts'
import { yardstickNames } from '../../../shared/yardsticks.ts'
import { isKept } from '../yardsticks/kept-answers.ts'
import { fitLogistic } from '../yardsticks/logistic-regression.ts'
import { DenseMatrix } from '../yardsticks/matrix.ts'
import { TermCounter } from '../yardsticks/tf-idf.ts'
import { questionsOf } from '../yardsticks/yardsticks.ts'
import { seconds, steadySeconds } from './timing.ts'

/**
 * Passes over the training texts until logistic regression on features ends: at one C, at all that are tried, and once more
 * with the validation texts.
 */
const usualPasses = { one: 100, all: 250, again: 50 }
/** Of what is measured on so few texts, mostly the machine is measured. */
const sampled = 200

export interface MeasureOptions {
  readonly dataset: Dataset
  readonly seed: number
  /** Whether the run's model learns from the validation texts too. */
  readonly isRefit: boolean
  readonly texts: readonly string[]
  /** Of K = 0, and its width. */
  readonly featureKey: FeatureKey
  readonly dim: number
  readonly cacheRoot: string
  readonly signal: AbortSignal
}

/**
 * Seconds that the answers of the yardsticks of a run will take, none for those that another run has found, and their
 * intervals.
 */
export async function measureYardsticks(options: MeasureOptions): Promise<{ answers: number; intervals: number }> {
  const { dataset, seed, isRefit, texts, featureKey, dim, cacheRoot, signal } = options
  const labels = dataset.summary.labels.length
  const { words, frozen } = questionsOf(dataset, featureKey, seed, isRefit)
  const { training, validation, testing } = frozen
  const intervals = (testing.length / sampled) * (await steadySeconds(() => compareSample(labels)))
  let answers = 0
  if (!isKept(cacheRoot, words)) {
    const share = (training.length + testing.length) / texts.length
    answers += share * (await seconds(() => fitWords(texts, labels, signal)))
  }
  if (!isKept(cacheRoot, frozen)) {
    const chosen = validation.length > 0 ? usualPasses.all : usualPasses.one
    const passes = chosen + (isRefit ? usualPasses.again : 0)
    answers += passes * (training.length / sampled) * (await steadySeconds(passOver(dim, labels === 2 ? 1 : labels)))
  }
  return { answers, intervals }
}

/** The intervals of all yardsticks on some texts. */
function compareSample(labels: number): undefined {
  const said = (way: number) => Array.from({ length: sampled }, (_, i) => randomBits(way, i) % labels)
  compareAnswers(said(99), yardstickNames.map((_, way) => said(way)), labels, 0) // prettier-ignore
}

async function fitWords(texts: readonly string[], labels: number, signal: AbortSignal): Promise<void> {
  const counter = new TermCounter()
  for (const text of texts) counter.add(text)
  const { features } = counter.finish(Infinity)
  const truth = texts.map((_, i) => i % labels)
  await fitLogistic(features, truth, { c: 1, labels, signal })
}

/** One pass of logistic regression over some texts, forward and back. */
function passOver(dim: number, outputs: number): () => undefined {
  const matrix = new DenseMatrix(dim, new Float32Array(sampled * dim).fill(1))
  const [weights, scores] = [new Float64Array(dim * outputs), new Float64Array(sampled * outputs)]
  return () => {
    matrix.addScores(weights, outputs, scores)
    matrix.addGradient(scores, outputs, weights)
  }
}
