import { z } from 'zod'
import { abstainBelow } from './abstention.ts'
import { datasetSummary } from './dataset-summary.ts'
import { metrics } from './figures.ts'
import { leadFigure, leadKeys } from './lead-figure.ts'
import { recipe } from './recipe.ts'
import { runEvent, runReport, type RunReport } from './run-events.ts'

/**
 * `interrupted`: its process died before it could say how it ended. `later`: a later version of Lastlayer wrote it.
 * `damaged`: what it was to do cannot be read.
 */
export const runStatus = z.enum(['running', 'finished', 'cancelled', 'failed', 'interrupted', 'later', 'damaged'])
export type RunStatus = z.infer<typeof runStatus>

const figuresInShort = metrics.omit({ perClass: true, confusion: true })

/** What a finished run came to, in short: a list of very many runs has it of each. */
export const runOutcome = z.object({
  /** The figure that it is told by. */
  lead: z.enum(leadKeys),
  before: figuresInShort,
  after: figuresInShort,
  seconds: z.number(),
  /** How many texts a second passed through the trunk; null where all were in the cache. */
  textsPerSecond: z.number().nullable().default(null),
})
export type RunOutcome = z.infer<typeof runOutcome>

/** A report in short. */
export function outcomeOf({ before, after, seconds, features }: RunReport): RunOutcome {
  const textsPerSecond = features.computed > 0 ? features.computed / features.seconds : null
  return runOutcome.parse({ lead: leadFigure(after).key, before, after, seconds, textsPerSecond })
}

/** What a person calls a run, and has noted of it; both may be empty. */
export const runCaption = z.object({ title: z.string().max(120), note: z.string().max(2000) })
export type RunCaption = z.infer<typeof runCaption>

/** A run as a list shows it. */
export const runSummary = z.object({
  folder: z.string(),
  name: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  status: runStatus,
  /** Null for a run of a later version, and a damaged one, of which no more can be read. */
  recipe: recipe.nullable(),
  /** The step from which it can be gone on with; null if it cannot, and for a run that goes on. */
  stepToGoOn: z.int().nullable(),
  /** Null too for a finished run whose report lacks a figure that this version asks for, or is lost. */
  outcome: runOutcome.nullable(),
  /** The names of its files that are not what was written. What is told was read from others. */
  damaged: z.array(z.string()),
  /** Left out where the person gave it none. */
  caption: runCaption.optional(),
})
export type RunSummary = z.infer<typeof runSummary>

/**
 * How many test texts training turned right and wrong, of an earlier version's examples.json; a run has test-answers.jsonl
 * now, with all of them.
 */
export const changedExamples = z.object({ nowRightCount: z.int(), nowWrongCount: z.int() })

/** Everything that a view of one run shows. */
export const runRecord = z.object({
  summary: runSummary.extend({ recipe, report: runReport.nullable() }),
  dataset: datasetSummary.nullable(),
  events: z.array(runEvent),
  examples: changedExamples.nullable(),
  /** The confidence below which its model does not answer. */
  abstainBelow,
})
export type RunRecord = z.infer<typeof runRecord>
