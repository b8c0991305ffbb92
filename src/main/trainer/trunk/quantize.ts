/**
 * Weights are whole numbers from -64 to 64, one bit less than int8 has: on processors without VNNI the sum of two
 * products with an unsigned byte would saturate at 8 bits.
 */
const largest = 64

export interface QuantizedRows {
  /** As many as there were numbers, in their order. */
  readonly values: Int8Array
  /** One a row: values times it are the numbers. */
  readonly scales: Float32Array
}

/** Rounds each row of a matrix to whole numbers, the largest of which is 64. */
export function quantizeRows(matrix: Float32Array, rows: number): QuantizedRows {
  const width = matrix.length / rows
  const values = new Int8Array(matrix.length)
  const scales = new Float32Array(rows)
  for (let r = 0; r < rows; r++) {
    const row = matrix.subarray(r * width, (r + 1) * width)
    const extent = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    scales[r] = extent / largest
    for (let c = 0; c < width; c++)
      values[r * width + c] = extent === 0 ? 0 : Math.round(((row[c] as number) / extent) * largest)
  }
  return { values, scales }
}
