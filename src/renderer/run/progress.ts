import type { Phase } from '../../shared/run-events.ts'
import type { PhaseProgress, RunState } from './run-state.ts'

/** The stages that a person sees, in order, and which part of the model each one is about. */
export const stages = [
  { phase: 'reading', title: 'Read', about: 'neither' },
  { phase: 'features', title: 'Frozen features', about: 'frozen' },
  { phase: 'baseline', title: 'Baseline', about: 'neither' },
  { phase: 'training', title: 'Train', about: 'trained' },
  { phase: 'saving', title: 'Save', about: 'neither' },
] as const
export type Stage = (typeof stages)[number]

const order = stages.map(({ phase }): Phase => phase)

/** How much of a stage is done, from 0 to 1; stages that are passed are done, whatever they counted. */
export function stageShare(state: RunState, stage: Phase): number {
  if (state.report !== null) return 1
  const now = state.phase === null ? -1 : order.indexOf(visible(state.phase))
  const at = order.indexOf(stage)
  if (at < now) return 1
  if (at > now) return 0
  const progress = state.progress[stage]
  // What is being read has no known end.
  if (progress === undefined || stage === 'reading') return 0
  return progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0
}

/** The stage that a phase is part of: what is measured after each epoch belongs to training, what is after it to saving. */
export function visible(phase: Phase): Phase {
  if (phase === 'evaluating' || phase === 'search') return 'training'
  return phase === 'yardsticks' ? 'saving' : phase
}

/** Units a second since the phase began; null until that can be told. */
export function rate({ done, time, since }: PhaseProgress): number | null {
  const seconds = (time - since.time) / 1000
  return seconds > 0 && done > since.done ? (done - since.done) / seconds : null
}

/** Seconds until the phase is done; null until that can be told. */
export function secondsLeft(progress: PhaseProgress): number | null {
  const perSecond = rate(progress)
  return perSecond === null ? null : Math.max(0, progress.total - progress.done) / perSecond
}

/** Shares of a whole run that the stages usually take, for one figure from 0 to 1. */
const weights: Readonly<Record<Stage['phase'], number>> = {
  reading: 0.02,
  features: 0.38,
  baseline: 0.05,
  training: 0.53,
  saving: 0.02,
}

/** How much of the run is done, from 0 to 1. */
export function stageSum(state: RunState): number {
  return stages.reduce((sum, { phase }) => sum + weights[phase] * stageShare(state, phase), 0)
}
