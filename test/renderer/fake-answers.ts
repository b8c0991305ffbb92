import type { CallParams } from '../../src/shared/app-contract.ts'
import { answerKinds, type AnswerPage, type AnswerKind, type TestAnswer } from '../../src/shared/test-answers.ts'
import type { RunRecord } from '../../src/shared/run-record.ts'
import { examples, numbers } from './fake-run.ts'

const mostLikely = (probabilities: readonly number[]): number => probabilities.indexOf(Math.max(...probabilities))

/** A test text for every count of a run's confusion matrix. */
function answersOf({ summary, dataset }: RunRecord): TestAnswer[] {
  const labels = dataset?.labels ?? []
  const random = numbers(7)
  const probabilities = (said: number): number[] => {
    const sure = 0.55 + 0.44 * random()
    return labels.map((_, i) => (i === said ? sure : (1 - sure) / (labels.length - 1)))
  }
  const texts = labels.map((label) => examples(80, labels).filter((one) => one.label === label))
  const cells = (summary.report?.after.confusion ?? []).flatMap((row, label) =>
    row.flatMap((count, said) => Array.from({ length: count }, () => ({ label, said }))),
  )
  return cells.map(({ label, said }, i) => {
    const wasRight = random() < (said === label ? 0.55 : 0.3)
    const was = wasRight ? label : (label + 1) % labels.length
    const { text } = texts[label][i % texts[label].length]
    // One that fills more than a screen.
    const whole = i % 9 === 4 ? `${text}\n\n${`${text} `.repeat(24)}` : text
    return {
      ordinal: i,
      digest: `digest-${i}`,
      text: whole,
      label,
      before: probabilities(was),
      after: probabilities(said),
    }
  })
}

/** A page of a run's test texts, as the trainer would find it. */
export function fakeAnswers(record: RunRecord, query: CallParams<'testAnswers'>['query']): AnswerPage {
  const { kind, label, answer, search, offset, limit } = query
  const all = answersOf(record).filter(
    (one) =>
      (label === null || one.label === label) &&
      (answer === null || mostLikely(one.after) === answer) &&
      one.text.toLowerCase().includes(search.toLowerCase()),
  )
  const isOf = (one: TestAnswer, which: AnswerKind): boolean => {
    const [wasRight, isRight] = [one.before, one.after].map((some) => mostLikely(some) === one.label)
    if (which === 'wrong') return !isRight
    if (which === 'fixed') return !wasRight && isRight
    if (which === 'broken') return wasRight && !isRight
    return true
  }
  const sign = kind === 'unsure' ? 1 : -1
  const found = all
    .filter((one) => isOf(one, kind))
    .sort((a, b) => sign * (Math.max(...a.after) - Math.max(...b.after)))
  const counts = answerKinds.map((which) => [which, all.filter((one) => isOf(one, which)).length])
  return {
    labels: record.dataset?.labels ?? [],
    counts: Object.fromEntries(counts),
    answers: found.slice(offset, offset + limit),
    broken: 0,
  }
}
