import { at } from '../../../shared/at.ts'
import type { Calibration, Reliability } from '../../../shared/calibration.ts'
import { argMax, softmax } from './metrics.ts'

const binCount = 15
/** 0, 0.05 … 0.95, and 0.99. */
const thresholds = [...Array.from({ length: 20 }, (_, i) => i / 20), 0.99]

/** How sure an answer was, and whether it is right. */
interface Answer {
  readonly confidence: number
  readonly isRight: boolean
}

/**
 * How far the probabilities of some logits can be believed, as they are and divided by a temperature.
 * @param logits row-major [texts, labels]
 * @param truth label index of each text
 */
export function calibrate(
  logits: Float32Array,
  truth: readonly number[],
  labels: number,
  temperature: number,
): Calibration {
  const before = answersOf(logits, truth, labels, 1)
  const after = answersOf(logits, truth, labels, temperature)
  return { temperature, before: reliabilityOf(before), after: reliabilityOf(after), coverage: coverageOf(after) }
}

function answersOf(logits: Float32Array, truth: readonly number[], labels: number, temperature: number): Answer[] {
  return truth.map((label, i) => {
    const row = logits.subarray(i * labels, (i + 1) * labels)
    const said = argMax(row)
    return { confidence: at(softmax(row.map((logit) => logit / temperature)), said), isRight: said === label }
  })
}

/** The expected calibration error over 15 bins of equal width (Naeini et al., 2015), each closed above. */
function reliabilityOf(answers: readonly Answer[]): Reliability {
  const sums = Array.from({ length: binCount }, () => ({ count: 0, confidence: 0, right: 0 }))
  for (const { confidence, isRight } of answers) {
    const bin = at(sums, Math.max(0, Math.min(binCount, Math.ceil(confidence * binCount)) - 1))
    bin.count += 1
    bin.confidence += confidence
    if (isRight) bin.right += 1
  }
  const distance = sums.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0)
  return {
    error: answers.length === 0 ? 0 : distance / answers.length,
    bins: sums.map(({ count, confidence, right }, i) => ({
      from: i / binCount,
      to: (i + 1) / binCount,
      count,
      confidence: count === 0 ? null : confidence / count,
      accuracy: count === 0 ? null : right / count,
    })),
  }
}

/** What answering only from a confidence upwards leaves, and how much of that is right. */
function coverageOf(answers: readonly Answer[]): Calibration['coverage'] {
  return thresholds.map((threshold) => {
    const given = answers.filter(({ confidence }) => confidence >= threshold)
    const right = given.filter(({ isRight }) => isRight).length
    return {
      threshold,
      share: answers.length === 0 ? 0 : given.length / answers.length,
      accuracy: given.length === 0 ? null : right / given.length,
    }
  })
}
