import { join } from 'node:path'
import { at } from '../../../shared/at.ts'
import type { Params } from '../../../shared/contract.ts'
import { differenceSentence } from '../../../shared/judgement.ts'
import { isUneven } from '../../../shared/lead-figure.ts'
import type { RunComparison } from '../../../shared/run-comparison.ts'
import { streamKey } from '../random.ts'
import { readTestOutcomes, type TestOutcomes } from '../run/test-outcomes.ts'
import { compareAnswers } from '../statistics/compare-answers.ts'
import { measuredAnswers } from '../statistics/measured-answers.ts'

/**
 * What the second of two runs gains over the first on the test texts that both were measured on with the same label, in
 * whatever order. Other texts are never compared, and where there are some that is said.
 */
export async function compareRuns({ first, second }: Params<'compareRuns'>): Promise<RunComparison> {
  const [one, other] = [await readTestOutcomes(first), await readTestOutcomes(second)]
  if (one === null || other === null) {
    return nothing(
      0,
      0,
      'A run that did not finish, or is of an older version, kept no answers to compare: train it again.',
    )
  }
  const labels = other.labels.map((label) => one.labels.indexOf(label))
  if (labels.length !== one.labels.length || labels.includes(-1)) {
    return nothing(one.outcomes.size, other.outcomes.size, 'The runs have different labels: nothing can be compared.')
  }
  const lost = [one, other].flatMap(({ lost }, i) => lostSentences(at([first, second], i), lost))
  const { truth, said } = inCommon(one, other, labels)
  const [onlyFirst, onlySecond] = [one.outcomes.size - truth.length, other.outcomes.size - truth.length]
  if (truth.length === 0) {
    const reason = 'The runs have answers to different test texts: nothing can be compared.'
    return nothing(onlyFirst, onlySecond, ...lost, reason)
  }
  const [answers, key] = [[said.first, said.second], streamKey('bootstrap', 0)]
  const { gain } = at(compareAnswers(truth, answers, labels.length, key), 0)
  const measured = measuredAnswers(truth, answers, labels.length, key)
  const supports = one.labels.map((label, i) => ({ label, support: truth.filter((index) => index === i).length }))
  const texts = (count: number): string => count.toLocaleString('en')
  return {
    common: truth.length,
    onlyFirst,
    onlySecond,
    gain,
    figures: [at(measured, 0), at(measured, 1)],
    sentences: [
      ...lost,
      differenceSentence(gain, isUneven(supports) ? 'macroF1' : 'accuracy'),
      onlyFirst + onlySecond === 0
        ? `Both were measured on the same ${texts(truth.length)} test texts.`
        : `Only the ${texts(truth.length)} test texts that both have are compared; ${texts(onlyFirst)} of the first run and ` +
          `${texts(onlySecond)} of the second are not.`,
    ],
  }
}

/** The labels of the texts that both have, and what each run said, as the first run numbers labels. */
function inCommon(first: TestOutcomes, second: TestOutcomes, labels: readonly number[]) {
  const truth: number[] = []
  const said: { first: number[]; second: number[] } = { first: [], second: [] }
  for (const [text, outcome] of first.outcomes) {
    const other = second.outcomes.get(text)
    if (other === undefined || at(labels, other.label) !== outcome.label) continue
    truth.push(outcome.label)
    said.first.push(outcome.said)
    said.second.push(at(labels, other.said))
  }
  return { truth, said }
}

function lostSentences(run: string, lost: number): string[] {
  if (lost === 0) return []
  const [some, are] = lost === 1 ? ['1 answer', 'is'] : [`${lost.toLocaleString('en')} answers`, 'are']
  return [`${some} in ${join(run, 'test-answers.jsonl')} ${are} missing or damaged, and left out.`]
}

function nothing(onlyFirst: number, onlySecond: number, ...sentences: string[]): RunComparison {
  return { common: 0, onlyFirst, onlySecond, gain: null, figures: null, sentences }
}
