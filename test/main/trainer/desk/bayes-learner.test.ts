import { expect, test } from 'vitest'
import { bayesLearner } from '../../../../src/main/trainer/desk/bayes-learner.ts'
import { SparseMatrix } from '../../../../src/main/trainer/yardsticks/matrix.ts'
import { maxDifference } from '../../../support/numbers.ts'

const [rows, columns, taught] = [12, 5, 8]

/** Rows of the values of {@link valueOf} that are not 0. */
function features(): SparseMatrix {
  const starts = [0]
  const [places, values]: [number[], number[]] = [[], []]
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = valueOf(row, column)
      if (value !== 0) values.push(value)
      if (value !== 0) places.push(column)
    }
    starts.push(values.length)
  }
  return new SparseMatrix(columns, Uint32Array.from(starts), Uint32Array.from(places), Float32Array.from(values))
}

function valueOf(row: number, column: number): number {
  return (row + column) % 3 === 0 ? 0 : Math.abs(Math.sin(row * (column + 1) * 0.7 + column))
}

// scikit-learn 1.9: ComplementNB(alpha=0.1).fit(first 8 rows).predict_joint_log_proba(last 4), less that of the first label
const golden = [
  {
    labels: 2,
    logits: [
      [0, 0.056569],
      [0, -0.248139],
      [0, 0.467371],
      [0, 0.107742],
    ],
  },
  {
    labels: 3,
    logits: [
      [0, 0.480692, 0.574336],
      [0, -2.441046, -2.589127],
      [0, 0.590028, 0.179391],
      [0, 1.036552, 1.221919],
    ],
  },
]

test.each(golden)('Naive Bayes has the logits of scikit-learn for $labels labels', async ({ labels, logits }) => {
  const truth = Array.from({ length: rows }, (_, row) => row % labels)
  const places = Array.from({ length: rows }, (_, row) => row)
  const learn = bayesLearner(features(), truth, labels)
  const given = await learn(places.slice(0, taught), places.slice(taught), () => undefined)
  const relative = given.map((logit, i) => logit - (given[labels * Math.floor(i / labels)] ?? NaN))
  expect(maxDifference(relative, logits.flat())).toBeLessThan(1e-5)
})
