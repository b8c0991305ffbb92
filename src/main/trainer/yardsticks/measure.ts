import { at } from '../../../shared/at.ts'
import type { Yardstick, YardstickName } from '../../../shared/yardsticks.ts'
import { streamKey } from '../random.ts'
import { compareAnswers } from '../statistics/compare-answers.ts'
import { wilson } from '../statistics/wilson.ts'
import { argMax, computeMetrics } from '../statistics/metrics.ts'

export interface Answered {
  readonly name: YardstickName
  /** Row-major [test texts, labels]. */
  readonly logits: Float32Array
  /** Training texts that it learned from. */
  readonly trainedOn: number
  readonly seconds: number
}

/**
 * The figures of some ways to answer, with their intervals; the last is the fine-tuned model.
 * @param truth label index of each test text, at least one
 */
export function measure(
  ways: readonly Answered[],
  truth: readonly number[],
  labels: readonly string[],
  seed: number,
): Yardstick[] {
  const answers = ways.map(({ logits }) => answersOf(logits, labels.length))
  const compared = compareAnswers(truth, answers, labels.length, streamKey('bootstrap', seed))
  return ways.map(({ name, logits, trainedOn, seconds }, i) => {
    const metrics = computeMetrics(logits, truth, labels)
    const hits = metrics.confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0)
    const { macroF1, gain } = at(compared, i)
    return {
      name,
      metrics,
      accuracy: wilson(hits, truth.length),
      macroF1: metrics.macroF1 === null ? null : macroF1,
      trainedOn,
      gain: name === 'tuned' ? null : gain,
      seconds,
    }
  })
}

/** The likeliest label of each row. */
function answersOf(logits: Float32Array, labels: number): number[] {
  return Array.from({ length: logits.length / labels }, (_, i) => argMax(logits.subarray(i * labels, (i + 1) * labels)))
}
