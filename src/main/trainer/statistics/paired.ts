import { at } from '../../../shared/at.ts'
import type { PairedDifference } from '../../../shared/yardsticks.ts'
import { bootstrap, type Statistic } from './bootstrap.ts'
import { macroF1 } from './macro-f1.ts'
import { mcnemar } from './mcnemar.ts'

/**
 * What the second of two ways to answer gains over the first, with 95 % intervals of a bootstrap that draws the answers of
 * both to a text together.
 * @param truth @param first @param second label indices of the same texts, at least one
 * @param key of the stream of random numbers
 */
export function compareAnswers(
  truth: readonly number[],
  first: readonly number[],
  second: readonly number[],
  labels: number,
  key: number,
): PairedDifference {
  const kinds = new Map<number, { truth: number; first: number; second: number; count: number }>()
  truth.forEach((label, i) => {
    const [one, other] = [at(first, i), at(second, i)]
    const id = (label * labels + one) * labels + other
    const kind = kinds.get(id) ?? { truth: label, first: one, second: other, count: 0 }
    kind.count += 1
    kinds.set(id, kind)
  })
  const found = [...kinds.values()]
  const counts = found.map(({ count }) => count)

  const gains = found.map((kind) => Number(kind.second === kind.truth) - Number(kind.first === kind.truth))
  const accuracyGain: Statistic = (drawn) => gains.reduce((sum, gain, i) => sum + gain * at(drawn, i), 0) / truth.length
  const f1 = {
    first: macroF1(
      found.map(({ truth, first }) => ({ truth, said: first })),
      labels,
    ),
    second: macroF1(
      found.map(({ truth, second }) => ({ truth, said: second })),
      labels,
    ),
  }
  const f1Gain: Statistic = (drawn) => f1.second(drawn) - f1.first(drawn)
  const [accuracy, macro] = bootstrap(counts, [accuracyGain, f1Gain], key)

  const asFound = Float64Array.from(counts)
  const only = (gain: number): number => counts.reduce((sum, count, i) => sum + (gains[i] === gain ? count : 0), 0)
  return {
    texts: truth.length,
    onlyFirst: only(-1),
    onlySecond: only(1),
    p: mcnemar(only(-1), only(1)),
    accuracy: { difference: accuracyGain(asFound), interval: accuracy ?? [0, 0] },
    macroF1: { difference: f1Gain(asFound), interval: macro ?? [0, 0] },
  }
}
