import { at } from '../../../shared/at.ts'
import { DenseMatrix, SparseMatrix } from '../yardsticks/matrix.ts'

/** Some rows of a matrix, copied, in the order given. */
export function someRows<M extends DenseMatrix | SparseMatrix>(
  matrix: M,
  rows: readonly number[],
): DenseMatrix | SparseMatrix {
  return matrix instanceof DenseMatrix ? denseRows(matrix, rows) : sparseRows(matrix, rows)
}

function denseRows({ columns, values }: DenseMatrix, rows: readonly number[]): DenseMatrix {
  const some = new Float32Array(rows.length * columns)
  rows.forEach((row, i) => some.set(values.subarray(row * columns, (row + 1) * columns), i * columns))
  return new DenseMatrix(columns, some)
}

function sparseRows({ columns, starts, places, values }: SparseMatrix, rows: readonly number[]): SparseMatrix {
  const ends = new Uint32Array(rows.length + 1)
  rows.forEach((row, i) => (ends[i + 1] = at(ends, i) + at(starts, row + 1) - at(starts, row)))
  const size = at(ends, rows.length)
  const some = { places: new Uint32Array(size), values: new Float32Array(size) }
  rows.forEach((row, i) => {
    const [from, to] = [at(starts, row), at(starts, row + 1)]
    some.places.set(places.subarray(from, to), at(ends, i))
    some.values.set(values.subarray(from, to), at(ends, i))
  })
  return new SparseMatrix(columns, ends, some.places, some.values)
}
