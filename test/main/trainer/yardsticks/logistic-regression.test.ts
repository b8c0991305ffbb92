import { describe, expect, test } from 'vitest'
import { minimise } from '../../../../src/main/trainer/yardsticks/lbfgs.ts'
import { fitLogistic, logisticLogits } from '../../../../src/main/trainer/yardsticks/logistic-regression.ts'
import { DenseMatrix, SparseMatrix } from '../../../../src/main/trainer/yardsticks/matrix.ts'
import { maxDifference } from '../../../support/numbers.ts'

const { signal } = new AbortController()
const [rows, columns] = [60, 4]
const value = (row: number, column: number) => Math.fround(Math.sin(row * (column + 1) * 0.7 + column))
const dense = new DenseMatrix(
  columns,
  Float32Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns)),
)
/** The column that is largest of as many as there are labels, but for every sixth row. */
function truthOf(labels: number): number[] {
  return Array.from({ length: rows }, (_, i) => {
    const values = Array.from({ length: labels }, (_, column) => value(i, column))
    return i % 6 === 0 ? (i / 6) % labels : values.indexOf(Math.max(...values))
  })
}

// scikit-learn 1.9: LogisticRegression(C=c, tol=1e-9, max_iter=5000), coef_ of each output and then intercept_
const golden = [
  { labels: 2, c: 1, weights: [[-1.436811, 1.377191, 0.41077, 0.632188]], intercepts: [0.164141] },
  { labels: 2, c: 100, weights: [[-2.063298, 1.894963, 0.413707, 0.911158]], intercepts: [0.094531] },
  {
    labels: 3,
    c: 1,
    weights: [
      [1.972183, 0.297595, 0.140991, 0.161503],
      [-0.98202, 1.450493, -0.645711, 0.392538],
      [-0.990163, -1.748088, 0.504721, -0.554042],
    ],
    intercepts: [-0.078838, -0.134496, 0.213334],
  },
  {
    labels: 3,
    c: 100,
    weights: [
      [8.715328, -2.665965, 2.600998, 1.69814],
      [-8.719382, 8.658413, -4.822474, 1.461723],
      [0.004053, -5.992448, 2.221476, -3.159863],
    ],
    intercepts: [0.580179, -3.018857, 2.438678],
  },
]

describe('fitLogistic', () => {
  test.each(golden)('has the logits of scikit-learn for $labels labels and C = $c', async (expected) => {
    const { labels, c } = expected
    const fitted = await fitLogistic(dense, truthOf(labels), { c, labels, signal })
    const logits = logisticLogits(dense, fitted, labels)
    const theirs = Array.from({ length: rows }, (_, row) => {
      const scores = expected.weights.map((weights, k) =>
        weights.reduce((sum, weight, column) => sum + weight * value(row, column), expected.intercepts[k]),
      )
      return labels === 2 ? [0, ...scores] : scores
    })
    // Where it ends, at a gradient of 1e-4, weights of little penalty are not settled to the last digit.
    expect(maxDifference(logits, theirs.flat())).toBeLessThan(c === 1 ? 0.01 : 0.4)
  })

  test('makes of a sparse matrix what it makes of a dense one', async () => {
    const starts = Uint32Array.from({ length: rows + 1 }, (_, row) => row * columns)
    const places = Uint32Array.from(dense.values, (_, i) => i % columns)
    const sparse = new SparseMatrix(columns, starts, places, dense.values)
    const [ofDense, ofSparse] = await Promise.all(
      [dense, sparse].map((matrix) => fitLogistic(matrix, truthOf(3), { c: 1, labels: 3, signal })),
    )
    expect(maxDifference(ofSparse, ofDense)).toBeLessThan(1e-6)
    expect(maxDifference(logisticLogits(sparse, ofDense, 3), logisticLogits(dense, ofDense, 3))).toBeLessThan(1e-6)
  })

  test('ends when it is cancelled', async () => {
    const fitting = fitLogistic(dense, truthOf(2), { c: 1, labels: 2, signal: AbortSignal.abort() })
    await expect(fitting).rejects.toMatchObject({ code: 'cancelled' })
  })
})

test('minimise finds the bottom of a long narrow valley', async () => {
  const scales = [1, 10, 1000, 0.1]
  const found = await minimise(
    (x, gradient) => {
      scales.forEach((scale, i) => (gradient[i] = scale * (x[i] - i)))
      return scales.reduce((sum, scale, i) => sum + (scale / 2) * (x[i] - i) ** 2, 0)
    },
    { start: new Float64Array(4), tolerance: 1e-9, mostSteps: 200, signal },
  )
  expect(maxDifference(found, [0, 1, 2, 3])).toBeLessThan(1e-6)
})
