import { at } from '../../../shared/at.ts'

/** Batches of texts of one length, shortest first, of at most `tokens` tokens but at least one text. */
export function* equalLengthBatches<T extends { readonly ids: Int32Array }>(
  texts: readonly T[],
  tokens: number,
): Generator<T[]> {
  const sorted = [...texts].sort((a, b) => a.ids.length - b.ids.length)
  let batch: T[] = []
  for (const text of sorted) {
    const length = text.ids.length
    if (batch.length > 0 && (at(batch, 0).ids.length !== length || (batch.length + 1) * length > tokens)) {
      yield batch
      batch = []
    }
    batch.push(text)
  }
  if (batch.length > 0) yield batch
}

/** Row-major [batch, length]. */
export function concatenateIds(batch: readonly { readonly ids: Int32Array }[], length: number): Int32Array {
  const ids = new Int32Array(batch.length * length)
  batch.forEach((text, i) => ids.set(text.ids, i * length))
  return ids
}
