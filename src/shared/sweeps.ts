import { z } from 'zod'
import { errorMessage } from './errors.ts'
import { recipe, storedRecipe, type Recipe } from './recipe.ts'
import { phase } from './run-events.ts'

const values = <T extends z.ZodType>(schema: T) => z.array(schema).min(1).max(50)

/** The values that a sweep is to give to each of its settings, and how many seeds to each combination of them. */
export const sweepAxes = z.strictObject({
  learningRate: values(recipe.shape.learningRate.unwrap()),
  unfreeze: values(recipe.shape.unfreeze.unwrap()),
  epochs: values(recipe.shape.epochs.unwrap()),
  seeds: z.int().min(1).max(200),
})
export type SweepAxes = z.infer<typeof sweepAxes>

/** What is varied as long as nobody says otherwise: the rate. */
export function usualAxes({ epochs }: Pick<Recipe, 'epochs'>): SweepAxes {
  return { learningRate: [1e-4, 3e-4, 1e-3], unfreeze: [1], epochs: [epochs], seeds: 3 }
}

/** How many runs these values make. */
export function runsOf({ learningRate, unfreeze, epochs, seeds }: SweepAxes): number {
  return [learningRate, unfreeze, epochs].reduce((runs, values) => runs * new Set<unknown>(values).size, seeds)
}

/** The settings that a sweep gives several values. */
export const sweptSettings = recipe.pick({ learningRate: true, epochs: true }).extend({
  /** K, as a number. */
  unfreeze: z.int().min(0),
})
export type SweptSettings = z.infer<typeof sweptSettings>

const figures = z.object({ accuracy: z.number(), macroF1: z.number().nullable(), loss: z.number() })
export type SweptFigures = z.infer<typeof figures>

/** What a run of a sweep came to. */
export const sweptResult = z.object({
  /** Its folder. */
  run: z.string(),
  /** Of the dataset as this run read it. */
  fingerprint: z.string(),
  savedEpoch: z.int(),
  /** Of the weights that were saved, the loss at its best temperature: as the epochs of a run are chosen. */
  validation: figures,
  test: figures,
  /** The validation loss after each epoch, from the first one on, at its best temperature where that chooses. */
  losses: z.array(z.number()),
  trainableParameters: z.int(),
  /** Of training and evaluating, without the features. */
  seconds: z.number(),
})
export type SweptResult = z.infer<typeof sweptResult>

/** One run of a sweep; without a result until it is finished. */
export const sweptRun = z.object({ settings: sweptSettings, seed: recipe.shape.seed, result: sweptResult.nullable() })
export type SweptRun = z.infer<typeof sweptRun>

/** sweep.json: what a sweep is to run, in order, and what it has found so far. */
export const sweep = z.object({
  version: z.literal(1),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  /** What all runs share; its `splitSeed` is set. */
  recipe: storedRecipe,
  runs: z.array(sweptRun).min(1),
})
export type Sweep = z.infer<typeof sweep>

/** The runs of a sweep that are not finished, and what they will take. */
export const sweepEstimate = z.object({ runs: z.int(), seconds: z.number() })
export type SweepEstimate = z.infer<typeof sweepEstimate>

/** How far the sweep is that a host makes, or how its last one ended. */
export const sweepState = z.object({
  folder: z.string(),
  isRunning: z.boolean(),
  /** Finished runs, of how many. */
  done: z.int(),
  of: z.int(),
  /** The run that goes on, by its place among the runs from 0; null before it has told anything. */
  now: z.object({ place: z.int(), phase, done: z.number(), total: z.number() }).nullable(),
  /** Why it ended before its last run; null if nobody but the person ended it. */
  error: errorMessage.nullable(),
})
export type SweepState = z.infer<typeof sweepState>

/** A sweep as a list shows it. */
export const listedSweep = sweep.extend({ folder: z.string(), name: z.string() })
export type ListedSweep = z.infer<typeof listedSweep>

/** The sweeps that there are, the newest first, and the folders of those whose sweep.json is damaged or of a later version. */
export const sweepList = z.object({ sweeps: z.array(listedSweep), unreadable: z.array(z.string()) })
export type SweepList = z.infer<typeof sweepList>
