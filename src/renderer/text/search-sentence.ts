import type { RunReport } from '../../shared/run-events.ts'
import { whyNotLowest, type Trial } from '../../shared/search.ts'
import { t } from '../words/words.svelte.ts'
import { duration, percent, rateText } from './format.ts'
import { at } from '../../shared/at.ts'

/** What the search for the rates did, found and took. */
export function searchSentence(trials: readonly Trial[], report: RunReport | null): string {
  const about = t('common.search.about')
  if (report?.search == null) return t('common.search.soFar', { about, count: trials.length })
  const { chosen, chooseBy, seconds } = report.search
  const { learningRate, headLearningRate } = at(trials, chosen)
  const isLowest = whyNotLowest({ trials, chosen, chooseBy }) === null
  return t(isLowest ? 'common.search.best' : 'common.search.taken', {
    about,
    learningRate: rateText(learningRate),
    headLearningRate: rateText(headLearningRate),
    time: duration(seconds),
    share: percent(seconds / report.seconds),
  })
}
