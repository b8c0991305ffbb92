import { epochsFor } from '../../shared/recipe.ts'
import type { Phase } from '../../shared/run-events.ts'
import type { PhaseProgress, RunState } from './run-state.ts'

/** The stages that a person sees, in order, which part of the model each is about, and its usual share of the time. */
const allStages = [
  { phase: 'reading', about: 'neither', weight: 2 },
  { phase: 'features', about: 'frozen', weight: 38 },
  { phase: 'search', about: 'trained', weight: 15 },
  { phase: 'baseline', about: 'neither', weight: 5 },
  { phase: 'training', about: 'trained', weight: 53 },
  { phase: 'saving', about: 'neither', weight: 3 },
] as const
export type Stage = (typeof allStages)[number]

/** The stages of a run: a rate that the recipe gives is not looked for. */
export function stagesOf({ recipe }: Pick<RunState, 'recipe'>): readonly Stage[] {
  return recipe?.learningRate === 'auto' ? allStages : allStages.filter(({ phase }) => phase !== 'search')
}

const order = allStages.map(({ phase }): Phase => phase)

/** How much of a stage is done, from 0 to 1; stages that are passed are done, whatever they counted. */
export function stageShare(state: RunState, stage: Phase): number {
  if (state.report !== null) return 1
  const now = state.phase === null ? -1 : order.indexOf(visible(state.phase))
  const at = order.indexOf(stage)
  if (at < now) return 1
  if (at > now) return 0
  // What is being read has no known end.
  if (stage === 'reading') return 0
  if (stage !== 'training' || !isTrainedAgain(state)) return counted(state.progress[stage])
  const { training, refit } = state.progress
  if (state.phase !== 'refit') return counted(training) / 2
  // The test texts are measured after its last step.
  return refit?.unit === 'texts' ? 1 : (1 + counted(refit)) / 2
}

/** Whether a training on all texts follows that by which the epochs are chosen: each is half of what is shown as one. */
function isTrainedAgain({ recipe }: Pick<RunState, 'recipe'>): boolean {
  return recipe !== null && recipe.refit && recipe.keep !== 'last'
}

function counted(progress: PhaseProgress | undefined): number {
  return progress === undefined || progress.total === 0 ? 0 : Math.min(1, progress.done / progress.total)
}

/** The epochs that a run makes at most; 1 before that is known. */
export function plannedEpochs({ recipe, dataset }: Pick<RunState, 'recipe' | 'dataset'>): number {
  if (recipe === null || dataset === null) return 1
  const texts = dataset.counts.train.reduce((sum, count) => sum + count, 0)
  return epochsFor(recipe, { texts, labels: dataset.labels.length })
}

/** The stage that a phase is part of: the evaluations after each epoch belong to training, what follows to saving. */
export function visible(phase: Phase): Phase {
  if (phase === 'evaluating' || phase === 'refit') return 'training'
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

/** How much of the run is done, from 0 to 1. */
export function stageSum(state: RunState): number {
  const stages = stagesOf(state)
  const whole = stages.reduce((sum, { weight }) => sum + weight, 0)
  return stages.reduce((sum, { phase, weight }) => sum + (weight / whole) * stageShare(state, phase), 0)
}
