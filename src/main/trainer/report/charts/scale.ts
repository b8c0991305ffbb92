/** Where a chart's plot lies in its picture, in the picture's own units. */
export interface Plot {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Maps values from one interval to another, linearly. */
export function scale(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = to - from === 0 ? 1 : to - from
  return (value) => start + ((value - from) / span) * (end - start)
}

/** Round values from `from` to `to`, about `wanted` of them, one, two or five times a power of ten apart. */
export function ticks(from: number, to: number, wanted: number, isWhole = false): number[] {
  const rough = (to - from) / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const found = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? 10 * power
  const step = isWhole ? Math.max(1, Math.round(found)) : found
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
