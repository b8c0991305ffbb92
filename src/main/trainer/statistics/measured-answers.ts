import { at } from '../../../shared/at.ts'
import type { ComparedFigures } from '../../../shared/run-comparison.ts'
import { compareAnswers } from './compare-answers.ts'
import { macroF1 } from './macro-f1.ts'
import { wilson } from './wilson.ts'

/**
 * Some ways to answer the same texts, each with its 95 % intervals; macro F1 only where the texts have more than one label.
 * @param truth label index of each text, at least one
 * @param answers of each way, label indices of the same texts
 * @param key of the stream of random numbers
 */
export function measuredAnswers(
  truth: readonly number[],
  answers: readonly (readonly number[])[],
  labels: number,
  key: number,
): ComparedFigures[] {
  const compared = compareAnswers(truth, answers, labels, key)
  const hasOthers = new Set(truth).size > 1
  return answers.map((said, way) => {
    const cells = truth.map((label, i) => ({ truth: label, said: at(said, i) }))
    const hits = cells.filter((cell) => cell.truth === cell.said).length
    return {
      accuracy: hits / truth.length,
      macroF1: hasOthers ? macroF1(cells, labels)(new Float64Array(cells.length).fill(1)) : null,
      intervals: {
        accuracy: wilson(hits, truth.length),
        macroF1: hasOthers ? at(compared, way).macroF1 : null,
      },
    }
  })
}
