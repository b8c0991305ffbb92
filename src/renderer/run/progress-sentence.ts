import type { Phase } from '../../shared/run-events.ts'
import { approximately, count, perSecond } from '../text/format.ts'
import { t } from '../words/words.svelte.ts'
import { rate, secondsLeft } from './progress.ts'
import type { PhaseProgress, RunState } from './run-state.ts'

/** The phases of which nobody can say how long they still take. */
const withoutPace: readonly Phase[] = ['reading', 'yardsticks', 'saving']

/** What the run is doing, with how much, how fast and how long still. */
export function progressSentence({ phase, progress, evaluations }: RunState): string {
  const now = phase === null ? undefined : progress[phase]
  if (phase === null || now === undefined) return t('train.now.starting')
  const done = count(now.done)
  const amount = t(`train.amount.${unitOf(now)}`, { done, count: now.total })
  const sentence = t(`train.phases.${phase}`, { done, amount, epoch: Math.max(1, evaluations.length) })
  return withoutPace.includes(phase) ? sentence : [sentence, ...pace(now)].join(' · ')
}

function pace(progress: PhaseProgress): string[] {
  const speed = rate(progress)
  const left = secondsLeft(progress)
  if (speed === null || left === null || left === 0) return []
  return [perSecond(speed, unitOf(progress)), t('train.now.left', { time: approximately(left) })]
}

function unitOf({ unit }: PhaseProgress): 'texts' | 'steps' {
  return unit === 'steps' ? 'steps' : 'texts'
}
