import type { Precision } from '../../../shared/recipe.ts'
import { float16ToFloat32 } from '../model/files/half.ts'
import type { Features } from '../trunk/trunk-shape.ts'

// How features lie on disk, row after row. A row of 8-bit whole numbers follows its unit, a float32: the largest number
// of the row is 127 of them.

const unitBytes = 4
const largest = 127

/** Bytes of a row of `dim` numbers. */
export function bytesPerRow(precision: Precision, dim: number): number {
  return { float32: 4 * dim, float16: 2 * dim, int8: unitBytes + dim }[precision]
}

/** Features [rows, dim], float32 or the bits of float16 as the precision says, in their bytes on disk. */
export function packRows(features: Features, precision: Precision, dim: number): Uint8Array {
  if (precision !== 'int8') return new Uint8Array(features.buffer, features.byteOffset, features.byteLength)
  const rows = features.length / dim
  const packed = new Int8Array(rows * bytesPerRow(precision, dim))
  const view = new DataView(packed.buffer)
  for (let row = 0; row < rows; row++) {
    const values = features.subarray(row * dim, (row + 1) * dim)
    let most = 0
    for (const value of values) most = Math.max(most, Math.abs(value))
    const start = row * (unitBytes + dim)
    const unit = Math.fround(most / largest)
    view.setFloat32(start, unit, true)
    const perUnit = unit === 0 ? 0 : 1 / unit
    for (let i = 0; i < dim; i++) packed[start + unitBytes + i] = Math.round((values[i] ?? 0) * perUnit)
  }
  return new Uint8Array(packed.buffer)
}

/** Bytes of {@link packRows} as numbers again. @param target [rows, dim] */
export function unpackRows(bytes: Uint8Array, precision: Precision, dim: number, target: Float32Array): void {
  const { buffer, byteOffset, byteLength } = bytes
  if (precision === 'float32') return target.set(new Float32Array(buffer, byteOffset, byteLength / 4))
  if (precision === 'float16') return float16ToFloat32(new Uint16Array(buffer, byteOffset, byteLength / 2), target)
  const view = new DataView(buffer, byteOffset, byteLength)
  const whole = new Int8Array(buffer, byteOffset, byteLength)
  for (let row = 0; row < target.length / dim; row++) {
    const start = row * (unitBytes + dim)
    const unit = view.getFloat32(start, true)
    for (let i = 0; i < dim; i++) target[row * dim + i] = unit * (whole[start + unitBytes + i] ?? 0)
  }
}
