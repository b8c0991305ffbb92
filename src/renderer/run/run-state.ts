import type { DatasetSummary } from '../../shared/dataset-summary.ts'
import type { ErrorMessage } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { Trial } from '../../shared/search.ts'
import type { Device, Evaluation, Phase, RunEvent, RunReport } from '../../shared/run-events.ts'

/** How far a phase is. `since` is where and when counting began: the rate is measured from there. */
export interface PhaseProgress {
  readonly done: number
  readonly total: number
  readonly unit: string
  readonly time: number
  readonly since: { readonly done: number; readonly time: number }
}

export type Step = Pick<Extract<RunEvent, { kind: 'step' }>, 'step' | 'epoch' | 'loss' | 'learningRate'>

/** A run as its events tell it: what every view of a live or a past run is drawn from. */
export interface RunState {
  /** The last event applied; 0 before the first. */
  readonly seq: number
  readonly startedAt: number | null
  readonly time: number | null
  readonly run: string | null
  readonly recipe: Recipe | null
  readonly device: Device | null
  readonly blocks: number | null
  readonly trainableParameters: number | null
  readonly dataset: DatasetSummary | null
  readonly phase: Phase | null
  readonly progress: Readonly<Partial<Record<Phase, PhaseProgress>>>
  /** The rates that were tried. */
  readonly trials: readonly Trial[]
  readonly steps: readonly Step[]
  /** By epoch; the first is the baseline. */
  readonly evaluations: readonly Evaluation[]
  readonly notices: readonly string[]
  readonly isPaused: boolean
  /** What the run waits out; null where the person holds it up. */
  readonly pauseReason: string | null
  readonly report: RunReport | null
  readonly error: ErrorMessage | null
}

export const emptyRun: RunState = {
  seq: 0,
  startedAt: null,
  time: null,
  run: null,
  recipe: null,
  device: null,
  blocks: null,
  trainableParameters: null,
  dataset: null,
  phase: null,
  progress: {},
  trials: [],
  steps: [],
  evaluations: [],
  notices: [],
  isPaused: false,
  pauseReason: null,
  report: null,
  error: null,
}

type Draft = {
  -readonly [K in keyof RunState]: RunState[K] extends readonly (infer T)[] ? T[] : RunState[K]
}

/** The state after one more event. An event that was seen before changes nothing. */
export function applyEvent(state: RunState, event: RunEvent): RunState {
  return applyEvents(state, [event])
}

/** The state after a batch of events, in order; what the state has seen is passed over. */
export function applyEvents(state: RunState, events: readonly RunEvent[]): RunState {
  const fresh = events.filter(({ seq }) => seq > state.seq)
  if (fresh.length === 0) return state
  const draft: Draft = {
    ...state,
    trials: [...state.trials],
    steps: [...state.steps],
    evaluations: [...state.evaluations],
    notices: [...state.notices],
  }
  for (const event of fresh) {
    if (event.seq > draft.seq) apply(draft, event)
  }
  return draft
}

function apply(draft: Draft, event: RunEvent): void {
  draft.seq = event.seq
  draft.startedAt ??= event.time
  draft.time = event.time
  switch (event.kind) {
    case 'started':
      draft.run = event.run
      draft.recipe = event.recipe
      draft.device = event.device
      draft.blocks = event.blocks
      draft.trainableParameters = event.trainableParameters
      return
    case 'dataset':
      draft.dataset = event.summary
      // A run that had kept nothing begins anew.
      Object.assign(draft, { trials: [], steps: [], evaluations: [] })
      return
    case 'progress':
      advance(draft, event.phase, event, event.time)
      return
    case 'step': {
      const { step, steps, epoch, loss, learningRate } = event
      draft.steps.push({ step, epoch, loss, learningRate })
      advance(draft, 'training', { done: step, total: steps, unit: 'steps' }, event.time)
      return
    }
    case 'tried':
      draft.trials.push(event.trial)
      return
    case 'evaluated':
      // One that went back measures an epoch again.
      draft.evaluations = draft.evaluations.filter(({ epoch }) => epoch < event.evaluation.epoch)
      draft.evaluations.push(event.evaluation)
      return
    case 'notice':
      draft.notices.push(event.message)
      return
    case 'paused':
      draft.isPaused = true
      draft.pauseReason = event.reason ?? null
      return
    case 'resumed':
      draft.isPaused = false
      draft.steps = draft.steps.filter(({ step }) => step <= event.step)
      // What lay between is no part of any pace.
      draft.progress = Object.fromEntries(
        Object.entries(draft.progress).map(([phase, one]) => [
          phase,
          { ...one, since: { done: one.done, time: event.time } },
        ]),
      )
      return
    case 'finished':
      draft.report = event.report
      draft.run = event.report.run
      draft.device = event.report.device
      draft.trainableParameters = event.report.trainableParameters
      return
    case 'failed':
      draft.isPaused = false
      draft.error = event.error
      return
  }
}

function advance(
  draft: Draft,
  phase: Phase,
  { done, total, unit }: { done: number; total: number; unit: string },
  time: number,
): void {
  const before = draft.progress[phase]
  // Evaluations repeat: one that begins again counts from its own beginning.
  const since = before !== undefined && before.done <= done ? before.since : { done, time }
  draft.phase = phase
  draft.progress = { ...draft.progress, [phase]: { done, total, unit, time, since } }
}
