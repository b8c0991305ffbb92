import type { Yardstick, YardstickName } from '../../../shared/yardsticks.ts'
import { streamKey } from '../random.ts'
import { macroF1Interval } from '../statistics/bootstrap.ts'
import { wilson } from '../statistics/wilson.ts'
import { computeMetrics } from '../training/metrics.ts'

export interface Measured {
  readonly name: YardstickName
  /** Row-major [test texts, labels]. */
  readonly logits: Float32Array
  /** Training texts that it learned from. */
  readonly trainedOn: number
  readonly seconds: number
}

/** The figures of one way to answer, with their intervals. @param truth label index of each test text, at least one */
export function measure(
  { name, logits, trainedOn, seconds }: Measured,
  truth: readonly number[],
  labels: readonly string[],
  seed: number,
): Yardstick {
  const metrics = computeMetrics(logits, truth, labels)
  const hits = metrics.confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0)
  return {
    name,
    metrics,
    accuracy: wilson(hits, truth.length),
    macroF1: metrics.macroF1 === null ? null : macroF1Interval(metrics.confusion, streamKey('bootstrap', seed)),
    trainedOn,
    seconds,
  }
}
