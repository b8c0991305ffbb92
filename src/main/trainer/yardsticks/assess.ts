import type { Calibration } from '../../../shared/calibration.ts'
import { inShort, type Metrics, type MetricsInShort } from '../../../shared/figures.ts'
import type { Yardstick } from '../../../shared/yardsticks.ts'
import type { Dataset, Example } from '../dataset/dataset.ts'
import type { FeatureCache } from '../features/feature-cache.ts'
import { FeatureReader } from '../features/feature-reader.ts'
import { calibrate } from '../statistics/calibration.ts'
import { fitTemperature } from '../statistics/temperature.ts'
import { computeMetrics } from '../statistics/metrics.ts'
import { calibratedLoss } from '../training/choice.ts'
import type { Trained } from '../training/train.ts'
import { measureYardsticks } from './yardsticks.ts'

/** Of fewer validation texts, a temperature would be chance. */
const fewestTexts = 30

export interface Assessment {
  /** By which the logits of the saved model are to be divided: 1 without a validation part. */
  readonly temperature: number
  /** Logits [test texts, labels] of the saved model, divided by it, and their figures. */
  readonly testLogits: Float32Array
  readonly after: Metrics
  /** Of the saved model on the validation texts, before its temperature is set, as those of the epochs are. */
  readonly validation: MetricsInShort | null
  /** Its loss there at the best temperature. */
  readonly calibratedLoss: number | null
  readonly calibration: Calibration
  readonly yardsticks: Yardstick[]
}

export interface AssessOptions {
  readonly dataset: Dataset
  readonly trained: Trained
  /** The features of K = 0. */
  readonly frozen: FeatureCache
  /** The folder of caches. */
  readonly cacheRoot: string
  readonly seed: number
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/**
 * What a training is worth: how far its probabilities can be believed, and its figures beside those of other ways.
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function assess({ dataset, trained, frozen, ...options }: AssessOptions): Promise<Assessment> {
  const { labels } = dataset.summary
  const truthOf = (split: Example['split']): number[] =>
    dataset.examples.filter((example) => example.split === split).map(({ label }) => label)
  const [validation, truth] = [truthOf('validation'), truthOf('test')]
  const { saved, before: untrained, isRefit } = trained
  const temperature =
    saved.validation === null || validation.length < fewestTexts
      ? 1
      : fitTemperature(saved.validation, validation, labels.length)
  const uncalibrated = saved.test
  const testLogits = uncalibrated.map((logit) => logit / temperature)

  const features = new FeatureReader(frozen)
  try {
    return {
      temperature,
      testLogits,
      after: computeMetrics(testLogits, truth, labels),
      validation: saved.validation && inShort(computeMetrics(saved.validation, validation, labels)),
      calibratedLoss: saved.validation && calibratedLoss({ logits: saved.validation }, validation, labels),
      calibration: calibrate(uncalibrated, truth, labels.length, temperature),
      yardsticks: await measureYardsticks({
        ...options,
        dataset,
        features,
        featureKey: frozen.key,
        untrained,
        tuned: testLogits,
        isRefit,
      }),
    }
  } finally {
    features.close()
  }
}
