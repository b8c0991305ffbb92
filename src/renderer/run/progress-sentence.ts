import { approximately, count, counted, perSecond } from '../text/format.ts'
import { rate, secondsLeft } from './progress.ts'
import type { RunState } from './run-state.ts'

/** What the run is doing, with how much, how fast and how long still. */
export function progressSentence({ phase, progress, evaluations }: RunState): string {
  const now = phase === null ? undefined : progress[phase]
  if (phase === null || now === undefined) return 'Starting.'
  const amount = `${count(now.done)} of ${counted(now.total, now.unit.replace(/s$/, ''))}`
  switch (phase) {
    case 'reading':
      return `Reading the texts: ${count(now.done)} so far`
    case 'features':
      return [`Computing the frozen features: ${amount}`, ...pace(now)].join(' · ')
    case 'search':
      return [`Trying learning rates: ${amount}`, ...pace(now)].join(' · ')
    case 'baseline':
      return [`Measuring the untrained model: ${amount}`, ...pace(now)].join(' · ')
    case 'training':
      return [`Training: ${amount}`, ...pace(now)].join(' · ')
    case 'evaluating':
      return [`Measuring epoch ${Math.max(1, evaluations.length)}: ${amount}`, ...pace(now)].join(' · ')
    case 'refit':
      return [`Training again on all texts: ${amount}`, ...pace(now)].join(' · ')
    case 'yardsticks':
      return 'Measuring what words alone, and the frozen model, would give'
    case 'saving':
      return 'Saving the model'
  }
}

function pace(progress: Parameters<typeof rate>[0]): string[] {
  const speed = rate(progress)
  const left = secondsLeft(progress)
  if (speed === null || left === null || left === 0) return []
  return [perSecond(speed, progress.unit === 'steps' ? 'steps' : 'texts'), `about ${approximately(left)} left`]
}
