import { at } from '../../../shared/at.ts'
import type { Interval, PairedDifference } from '../../../shared/yardsticks.ts'
import { bootstrap } from './bootstrap.ts'
import { macroF1 } from './macro-f1.ts'
import { mcnemar } from './mcnemar.ts'

/** One way to answer, beside the last one. */
export interface ComparedAnswers {
  /** By bootstrap over the texts. */
  readonly macroF1: Interval
  /** What the last way gains over it. */
  readonly gain: PairedDifference
}

/** Texts that have the same label and got the same answers. */
interface Kind {
  readonly truth: number
  readonly said: readonly number[]
  count: number
}

/**
 * Some ways to answer the same texts, each held against the last, with 95 % intervals of one bootstrap that draws all
 * answers to a text together.
 * @param truth label index of each text, at least one
 * @param answers of each way, label indices of the same texts; at least one way
 * @param key of the stream of random numbers
 */
export function compareAnswers(
  truth: readonly number[],
  answers: readonly (readonly number[])[],
  labels: number,
  key: number,
): ComparedAnswers[] {
  const kinds = kindsOf(truth, answers)
  const f1 = answers.map((_, way) =>
    macroF1(
      kinds.map(({ truth, said }) => ({ truth, said: at(said, way) })),
      labels,
    ),
  )
  const isRight = answers.map((_, way) => kinds.map(({ truth, said }) => Number(at(said, way) === truth)))
  const gains = isRight.map((of) => of.map((right, i) => at(at(isRight, answers.length - 1), i) - right))
  /** For each way three figures: its macro F1, and what the last gains over it in accuracy and in macro F1. */
  const figures = (drawn: Float64Array): number[] => {
    const values = f1.map((of) => of(drawn))
    return values.flatMap((value, way) => {
      const gained = at(gains, way).reduce((sum, gain, i) => sum + gain * at(drawn, i), 0)
      return [value, gained / truth.length, at(values, values.length - 1) - value]
    })
  }
  const counts = kinds.map(({ count }) => count)
  const found = figures(Float64Array.from(counts))
  const intervals = bootstrap(counts, figures, key)
  return gains.map((of, way) => {
    const only = (gain: number): number => counts.reduce((sum, count, i) => sum + (of[i] === gain ? count : 0), 0)
    const [onlyFirst, onlySecond] = [only(-1), only(1)]
    const change = (place: number) => ({ difference: at(found, place), interval: at(intervals, place) })
    return {
      macroF1: at(intervals, 3 * way),
      gain: {
        texts: truth.length,
        onlyFirst,
        onlySecond,
        p: mcnemar(onlyFirst, onlySecond),
        accuracy: change(3 * way + 1),
        macroF1: change(3 * way + 2),
      },
    }
  })
}

function kindsOf(truth: readonly number[], answers: readonly (readonly number[])[]): Kind[] {
  const kinds = new Map<string, Kind>()
  truth.forEach((label, i) => {
    const said = answers.map((of) => at(of, i))
    const name = [label, ...said].join()
    const kind = kinds.get(name) ?? { truth: label, said, count: 0 }
    kind.count += 1
    kinds.set(name, kind)
  })
  return [...kinds.values()]
}
