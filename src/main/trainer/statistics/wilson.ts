import type { Interval } from '../../../shared/yardsticks.ts'

/** The 97.5 % point of the standard normal distribution. */
const z = 1.959963984540054

/** The 95 % interval of a share, `hits` of `total` (Wilson, 1927); [0, 1] of nothing. */
export function wilson(hits: number, total: number): Interval {
  if (total === 0) return [0, 1]
  const share = hits / total
  const scale = 1 + z ** 2 / total
  const centre = (share + z ** 2 / (2 * total)) / scale
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2))
  // At the ends the exact value is 0 or 1, which rounding misses by a little.
  return [hits === 0 ? 0 : centre - half, hits === total ? 1 : centre + half]
}
