import type { RunReport } from '../../shared/run-events.ts'
import { shortTrials, whyNotLowest, type Trial } from '../../shared/search.ts'
import { counted, duration, percent, small } from './format.ts'
import { at } from '../../shared/at.ts'

/** What the search for the rates did, found and took. */
export function searchSentence(trials: readonly Trial[], report: RunReport | null): string {
  if (report?.search == null) return `${shortTrials} ${counted(trials.length, 'pair')} of rates so far.`
  const { chosen, chooseBy, seconds } = report.search
  const { learningRate, headLearningRate } = at(trials, chosen)
  const rates = `${small(learningRate)} for the blocks and ${small(headLearningRate)} for the head`
  const why = whyNotLowest({ trials, chosen, chooseBy })
  const result = why === null ? 'were best' : `were taken: ${why}`
  return `${shortTrials} Of them ${rates} ${result}. They took ${duration(seconds)}, ${percent(seconds / report.seconds)} of the run.`
}
