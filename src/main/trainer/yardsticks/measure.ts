import type { Yardstick, YardstickName } from '../../../shared/yardsticks.ts'
import { streamKey } from '../random.ts'
import { macroF1Interval } from '../statistics/macro-f1.ts'
import { compareAnswers } from '../statistics/paired.ts'
import { wilson } from '../statistics/wilson.ts'
import { argMax, computeMetrics } from '../statistics/metrics.ts'

export interface Measured {
  readonly name: YardstickName
  /** Row-major [test texts, labels]. */
  readonly logits: Float32Array
  /** Those of the fine-tuned model. */
  readonly tuned: Float32Array
  /** Training texts that it learned from. */
  readonly trainedOn: number
  readonly seconds: number
}

/** The figures of one way to answer, with their intervals. @param truth label index of each test text, at least one */
export function measure(
  { name, logits, tuned, trainedOn, seconds }: Measured,
  truth: readonly number[],
  labels: readonly string[],
  seed: number,
): Yardstick {
  const metrics = computeMetrics(logits, truth, labels)
  const hits = metrics.confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0)
  const key = streamKey('bootstrap', seed)
  const [said, saidTuned] = [answersOf(logits, labels.length), answersOf(tuned, labels.length)]
  return {
    name,
    metrics,
    accuracy: wilson(hits, truth.length),
    macroF1: metrics.macroF1 === null ? null : macroF1Interval(metrics.confusion, key),
    trainedOn,
    gain: name === 'tuned' ? null : compareAnswers(truth, said, saidTuned, labels.length, key),
    seconds,
  }
}

/** The likeliest label of each row. */
function answersOf(logits: Float32Array, labels: number): number[] {
  return Array.from({ length: logits.length / labels }, (_, i) => argMax(logits.subarray(i * labels, (i + 1) * labels)))
}
