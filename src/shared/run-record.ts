import { z } from 'zod'
import { abstainBelow } from './abstention.ts'
import { datasetSummary } from './dataset-summary.ts'
import { recipe } from './recipe.ts'
import { runEvent, runReport } from './run-events.ts'

/** `interrupted`: its process died before it could say how it ended. `later`: a later version of Lastlayer wrote it. */
export const runStatus = z.enum(['running', 'finished', 'cancelled', 'failed', 'interrupted', 'later'])
export type RunStatus = z.infer<typeof runStatus>

/** A run as a list shows it. */
export const runSummary = z.object({
  folder: z.string(),
  name: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  status: runStatus,
  /** Null for a run of a later version, of which no more can be read. */
  recipe: recipe.nullable(),
  /** The step from which it can be gone on with; null if it cannot, and for a run that goes on. */
  stepToGoOn: z.int().nullable(),
  /** Null too for a finished run whose report lacks a figure that this version asks for. */
  report: runReport.nullable(),
})
export type RunSummary = z.infer<typeof runSummary>

/**
 * How many test texts training turned right and wrong, of an earlier version's examples.json; a run has test-answers.jsonl
 * now, with all of them.
 */
export const changedExamples = z.object({ nowRightCount: z.int(), nowWrongCount: z.int() })

/** Everything that a view of one run shows. */
export const runRecord = z.object({
  summary: runSummary.extend({ recipe }),
  dataset: datasetSummary.nullable(),
  events: z.array(runEvent),
  examples: changedExamples.nullable(),
  /** The confidence below which its model does not answer. */
  abstainBelow,
})
export type RunRecord = z.infer<typeof runRecord>
