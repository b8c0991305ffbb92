import { LastlayerError } from '../../../src/shared/errors.ts'
import type { Answers, Case, Figures, Finetuned, Printed, Reading, Refusal } from '../case.ts'
import type { Outcome } from './perform.ts'
import { inEnglish } from '../../in-english.ts'

/**
 * What is not as it should be, as lines for the person who reads the test's report; none if the outcome is right. Where
 * a row has several right outcomes, the faults of the one that is closest.
 */
export function faultsOf(row: Case, outcome: Outcome | Error): string[] {
  if (outcome instanceof Error && !(outcome instanceof LastlayerError && outcome.code !== 'internal')) {
    return [`It broke: ${outcome.message}`]
  }
  const rights: readonly (object & Partial<Refusal>)[] = Array.isArray(row.right) ? row.right : [row.right]
  const faults = rights.map((right) => faultsAgainst(row, right, outcome))
  return faults.reduce((best, one) => (one.length < best.length ? one : best))
}

function faultsAgainst(row: Case, right: object & Partial<Refusal>, outcome: Outcome | LastlayerError): string[] {
  if (outcome instanceof LastlayerError) {
    if (right.refused) return right.refused.test(outcome.message) ? [] : [`${right.refused}: ${outcome.message}`]
    if (row.does !== 'command') return [`It was refused: ${outcome.message}`]
  }
  if (right.refused) return [`It was not refused, but: ${JSON.stringify(outcome).slice(0, 400)}`]
  const found = outcome as Outcome
  switch (row.does) {
    case 'finetune':
      return faultsOfRun(right as Finetuned, found)
    case 'predict':
    case 'export':
      return faultsOfAnswers(right as Answers, found)
    case 'evaluate':
      return faultsOfFigures(right as Figures, found)
    case 'command':
      return unsaid((right as Printed).says, [found.printed ?? ''])
    default:
      return faultsOfReading(right as Reading, found)
  }
}

function faultsOfReading(right: Reading, { inspected }: Outcome): string[] {
  if (!inspected) return ['Nothing was inspected.']
  const { labels, counts, columns, rejected, findings } = inspected.summary
  const parts = [counts.train, counts.validation, counts.test]
  const classes = labels.map((label, i) => [label, parts.reduce((sum, part) => sum + part[i], 0)])
  const texts = (part: keyof typeof counts) => counts[part].reduce((sum, count) => sum + count, 0)
  const reasons = rejected.rows.map(({ reason }) => reason)
  const told = inEnglish(findings).map(({ sentence, fixes }) =>
    [sentence, ...fixes.map(({ title }) => title)].join(' '),
  )
  return [
    ...compare('text column', right.text, columns?.text),
    ...compare('label column', right.label, columns?.label),
    ...compare('labels', right.labels, classes),
    ...compare('number of labels', right.classes, labels.length),
    ...(['train', 'validation', 'test'] as const).flatMap((part) =>
      compare(`${part} texts`, right.parts?.[part], texts(part)),
    ),
    ...compare('rows left out', right.leftOut, rejected.count),
    ...unsaid(right.because ? [right.because] : [], reasons),
    ...unsaid(right.says ?? [], told),
    ...told.filter((one) => right.silent?.test(one)).map((one) => `${right.silent} is said: ${one}`),
  ]
}

function faultsOfRun(right: Finetuned, { finetuned }: Outcome): string[] {
  if (!finetuned) return ['Nothing was fine-tuned.']
  return [...compare('labels', right.labels, finetuned.labels), ...unsaid(right.says ?? [], finetuned.notices)]
}

function faultsOfAnswers(right: Answers, { predicted }: Outcome): string[] {
  if (!predicted) return ['Nothing was predicted.']
  const probs = predicted.predictions.map(({ probs }) => probs[1])
  const far = (right.probs ?? []).flatMap((wanted, i) => {
    const isNear = Math.abs(probs[i] - wanted) < 5e-5
    return isNear ? [] : [`answer ${i + 1}: ${probs[i]} instead of ${wanted}`]
  })
  return [
    ...compare('answers', right.answers ?? right.probs?.length, probs.length),
    ...compare('unreadable files', right.unreadable, predicted.rejected.length),
    ...far,
  ]
}

function faultsOfFigures(right: Figures, { evaluated }: Outcome): string[] {
  if (!evaluated) return ['Nothing was evaluated.']
  const { examples, accuracy, rocAuc } = evaluated.metrics
  return [
    ...compare('examples', right.examples, examples),
    ...compare('accuracy', right.accuracy, accuracy),
    ...compare('ROC-AUC', right.rocAuc, rocAuc),
  ]
}

function compare(what: string, wanted: unknown, found: unknown): string[] {
  if (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(found)) return []
  return [`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`]
}

function unsaid(wanted: readonly RegExp[], told: readonly string[]): string[] {
  const missing = wanted.filter((pattern) => !told.some((sentence) => pattern.test(sentence)))
  return missing.map((pattern) => `${pattern} is not said, but: ${told.join(' | ').slice(0, 600)}`)
}
