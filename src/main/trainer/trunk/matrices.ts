import { at } from '../../../shared/at.ts'
import type { ModelFolder } from '../model/model-folder.ts'

/** [rows, columns] */
export type MatrixShape = readonly [number, number]

/** The shape of a matrix of a model. */
export function matrixShape(model: Pick<ModelFolder, 'shape'>, name: string): MatrixShape {
  const shape = model.shape(name)
  return [at(shape, 0), at(shape, 1)]
}

// Loops over millions of numbers stay within their arrays by their own bounds: no index is checked once more.

/** [rows, columns] to [columns, rows] */
export function transpose<T extends Float32Array | Int8Array>(matrix: T, rows: number, columns: number): T {
  const out = matrix.slice() as T
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = matrix[r * columns + c] as number
  return out
}

/** Vectors one after another, or matrices [rows, columns] as one of all their rows. */
export function concatenate(vectors: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(vectors.reduce((sum, vector) => sum + vector.length, 0))
  vectors.reduce((offset, vector) => {
    out.set(vector, offset)
    return offset + vector.length
  }, 0)
  return out
}
