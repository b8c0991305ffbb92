import { at } from '../../../shared/at.ts'
import { fitLogistic, logisticLogits, type FitOptions } from '../yardsticks/logistic-regression.ts'
import type { SparseMatrix } from '../yardsticks/matrix.ts'
import type { Learner } from './out-of-sample.ts'
import { someRows } from './some-rows.ts'

/** Learns from the words of the texts, by logistic regression. @param truth label index of each row of `features` */
export function wordLearner(features: SparseMatrix, truth: readonly number[], options: FitOptions): Learner {
  return async (without, within) => {
    const taught = without.map((i) => at(truth, i))
    const weights = await fitLogistic(someRows(features, without), taught, options)
    return logisticLogits(someRows(features, within), weights, options.labels)
  }
}
