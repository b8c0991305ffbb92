import type { EncoderConfig } from '../model/families/config.ts'

/**
 * For each label of a dataset, its class in a classifier that knows the same labels, whatever their order; null if the
 * model is none or knows others.
 */
export function classesOf(
  { labels: known }: Pick<EncoderConfig, 'labels'>,
  labels: readonly string[],
): number[] | null {
  if (known === null || known.length !== labels.length) return null
  const classes = labels.map((label) => known.indexOf(label))
  return classes.includes(-1) ? null : classes
}

/** The rows [width] of a matrix or a vector in another order. */
export function reorderRows(rows: Float32Array, order: readonly number[]): Float32Array {
  const width = rows.length / order.length
  const reordered = new Float32Array(rows.length)
  order.forEach((from, to) => reordered.set(rows.subarray(from * width, (from + 1) * width), to * width))
  return reordered
}
