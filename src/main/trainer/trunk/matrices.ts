import { at } from '../../../shared/at.ts'
import type { ModelFolder } from '../model/model-folder.ts'

/** The shape of a matrix of a model: [rows, columns]. */
export function matrixShape(model: Pick<ModelFolder, 'shape'>, name: string): readonly [number, number] {
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

/** Square matrices [out, in] to one [in, parts * out], side by side. */
export function joinColumns(matrices: readonly Float32Array[], dim: number): Float32Array {
  const out = new Float32Array(matrices.length * dim * dim)
  const width = matrices.length * dim
  matrices.forEach((matrix, part) => {
    for (let r = 0; r < dim; r++)
      for (let c = 0; c < dim; c++) out[c * width + part * dim + r] = matrix[r * dim + c] as number
  })
  return out
}

/** Vectors one after another. */
export function concatenate(vectors: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(vectors.reduce((sum, vector) => sum + vector.length, 0))
  vectors.reduce((offset, vector) => {
    out.set(vector, offset)
    return offset + vector.length
  }, 0)
  return out
}
