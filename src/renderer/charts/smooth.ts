export interface Point {
  readonly x: number
  readonly y: number
}

/**
 * An exponential moving average, corrected for its start (as Adam's moments are), so that it begins at the first value
 * and not at 0.
 */
export function smooth(points: readonly Point[], weight: number): Point[] {
  let average = 0
  let correction = 1
  return points.map(({ x, y }) => {
    average = weight * average + (1 - weight) * y
    correction *= weight
    return { x, y: average / (1 - correction) }
  })
}
