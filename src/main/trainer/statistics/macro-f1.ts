import { at } from '../../../shared/at.ts'
import type { Interval } from '../../../shared/yardsticks.ts'
import { bootstrap, type Statistic } from './bootstrap.ts'

/** A kind of text: its label, and what it was given. */
export interface Cell {
  readonly truth: number
  readonly said: number
}

/** Macro F1 of texts of these kinds: the mean over the labels that they have or were given, as scikit-learn's. */
export function macroF1(cells: readonly Cell[], labels: number): Statistic {
  const [hits, met] = [new Float64Array(labels), new Float64Array(labels)]
  return (counts) => {
    hits.fill(0)
    met.fill(0)
    cells.forEach(({ truth, said }, i) => {
      const count = at(counts, i)
      if (truth === said) hits[truth] = at(hits, truth) + count
      met[truth] = at(met, truth) + count
      met[said] = at(met, said) + count
    })
    let [sum, found] = [0, 0]
    for (let label = 0; label < labels; label++) {
      if (at(met, label) === 0) continue
      sum += (2 * at(hits, label)) / at(met, label)
      found += 1
    }
    return sum / found
  }
}

/** Its 95 % interval by bootstrap. @param confusion [true label][predicted label], of at least one text */
export function macroF1Interval(confusion: readonly (readonly number[])[], key: number): Interval {
  const cells = confusion.flatMap((row, truth) =>
    row.map((count, said) => ({ truth, said, count })).filter(({ count }) => count > 0),
  )
  const counts = cells.map(({ count }) => count)
  return at(bootstrap(counts, [macroF1(cells, confusion.length)], key), 0)
}
