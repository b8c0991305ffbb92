import { at } from '../../../shared/at.ts'
import type { Interval } from '../../../shared/yardsticks.ts'
import { randomBits } from '../random.ts'

/** Figures of some texts, so many of each kind; it must not keep the array. */
export type Statistics = (counts: Float64Array) => readonly number[]

const resamples = { most: 2000, fewest: 200 }
/** Bounds the time: about a second. Of many texts, fewer resamples say the same. */
const mostDraws = 2e8

/**
 * The 95 % percentile intervals of some figures by bootstrap (Efron, 1979) over texts of which only the kind matters, such
 * as the cell of a confusion matrix. All figures are of the same draws.
 * @param counts how many texts there are of each kind, at least one in all
 * @param key of the stream of random numbers: the same one draws the same texts
 * @returns an interval for each figure
 */
export function bootstrap(counts: readonly number[], statistics: Statistics, key: number): Interval[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const kinds = new Uint32Array(total)
  let filled = 0
  counts.forEach((count, kind) => kinds.fill(kind, filled, (filled += count)))

  const rounds = Math.max(resamples.fewest, Math.min(resamples.most, Math.floor(mostDraws / total)))
  const values = statistics(Float64Array.from(counts)).map(() => new Float64Array(rounds))
  const drawn = new Float64Array(counts.length)
  for (let round = 0; round < rounds; round++) {
    drawn.fill(0)
    for (let i = 0; i < total; i++) {
      const place = Math.floor((randomBits(key, round * total + i) / 2 ** 32) * total)
      const kind = kinds[place] ?? 0
      drawn[kind] = (drawn[kind] ?? 0) + 1
    }
    statistics(drawn).forEach((value, i) => (at(values, i)[round] = value))
  }
  return values.map((found) => {
    const sorted = found.sort()
    return [percentile(sorted, 0.025), percentile(sorted, 0.975)]
  })
}

/** Interpolated between neighbours, as NumPy does. @param sorted at least one value */
function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = at(sorted, Math.floor(place))
  return below + (at(sorted, Math.ceil(place)) - below) * (place - Math.floor(place))
}
