import { at } from '../../../shared/at.ts'
import type { Interval } from '../../../shared/yardsticks.ts'
import { randomBits } from '../random.ts'

const resamples = { most: 2000, fewest: 200 }
/** Bounds the time: about a second. Of many texts, fewer resamples say the same. */
const mostDraws = 2e8

/**
 * The 95 % percentile interval of a statistic by bootstrap (Efron, 1979) over texts of which only the kind matters, such
 * as the cell of a confusion matrix.
 * @param counts how many texts there are of each kind, at least one in all
 * @param statistic of so many texts of each kind; it must not keep the array
 * @param key of the stream of random numbers: the same one draws the same texts
 */
export function bootstrap(
  counts: readonly number[],
  statistic: (counts: Float64Array) => number,
  key: number,
): Interval {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const kinds = new Uint32Array(total)
  let filled = 0
  counts.forEach((count, kind) => kinds.fill(kind, filled, (filled += count)))

  const rounds = Math.max(resamples.fewest, Math.min(resamples.most, Math.floor(mostDraws / total)))
  const drawn = new Float64Array(counts.length)
  const values = Float64Array.from({ length: rounds }, (_, round) => {
    drawn.fill(0)
    for (let i = 0; i < total; i++) {
      const place = Math.floor((randomBits(key, round * total + i) / 2 ** 32) * total)
      const kind = kinds[place] ?? 0
      drawn[kind] = (drawn[kind] ?? 0) + 1
    }
    return statistic(drawn)
  }).sort()
  return [percentile(values, 0.025), percentile(values, 0.975)]
}

/** Interpolated between neighbours, as NumPy does. @param sorted at least one value */
function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = at(sorted, Math.floor(place))
  return below + (at(sorted, Math.ceil(place)) - below) * (place - Math.floor(place))
}

/**
 * The interval of macro F1: the mean over the labels that a resample has or was given, as scikit-learn's.
 * @param confusion [true label][predicted label], of at least one text
 */
export function macroF1Interval(confusion: readonly (readonly number[])[], key: number): Interval {
  const cells = confusion.flatMap((row, truth) =>
    row.map((count, said) => ({ truth, said, count })).filter(({ count }) => count > 0),
  )
  const [hits, met] = [new Float64Array(confusion.length), new Float64Array(confusion.length)]
  const macroF1 = (counts: Float64Array): number => {
    hits.fill(0)
    met.fill(0)
    cells.forEach(({ truth, said }, i) => {
      const count = at(counts, i)
      if (truth === said) hits[truth] = count
      met[truth] = at(met, truth) + count
      met[said] = at(met, said) + count
    })
    let [sum, labels] = [0, 0]
    for (let label = 0; label < met.length; label++) {
      if (at(met, label) === 0) continue
      sum += (2 * at(hits, label)) / at(met, label)
      labels += 1
    }
    return sum / labels
  }
  return bootstrap(
    cells.map(({ count }) => count),
    macroF1,
    key,
  )
}
