import type { RunReport } from '../../shared/run-events.ts'
import type { Trial } from '../../shared/search.ts'
import { counted, duration, percent, small } from './format.ts'
import { at } from '../../shared/at.ts'

/** What the search for the rates did, found and took. */
export function searchSentence(trials: readonly Trial[], report: RunReport | null): string {
  const tried = `Short trainings from the same start, judged on the validation part`
  if (report?.search == null) return `${tried}: ${counted(trials.length, 'pair')} of rates so far.`
  const { chosen, seconds } = report.search
  const { learningRate, headLearningRate } = at(trials, chosen)
  const rates = `${small(learningRate)} for the blocks and ${small(headLearningRate)} for the head`
  return `${tried}; ${rates} were best. They took ${duration(seconds)}, ${percent(seconds / report.seconds)} of the run.`
}
