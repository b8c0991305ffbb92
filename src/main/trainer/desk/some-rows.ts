import { at } from '../../../shared/at.ts'
import { SparseMatrix } from '../yardsticks/matrix.ts'

/** Some rows of a matrix, copied, in the order given. */
export function someRows({ columns, starts, places, values }: SparseMatrix, rows: readonly number[]): SparseMatrix {
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
