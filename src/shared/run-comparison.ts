import { z } from 'zod'
import { measuredIntervals, pairedDifference } from './yardsticks.ts'

/** A run on the texts in common. */
export const comparedFigures = z.object({
  accuracy: z.number(),
  macroF1: z.number().nullable(),
  intervals: measuredIntervals,
})
export type ComparedFigures = z.infer<typeof comparedFigures>

/** What two runs gave for the same test texts. */
export const runComparison = z.object({
  /** Test texts that both were measured on, with the same label, and those that one alone was. */
  common: z.int(),
  onlyFirst: z.int(),
  onlySecond: z.int(),
  /** What the second gains over the first on the texts in common; null where nothing can be compared. */
  gain: pairedDifference.nullable(),
  /** Of the first and of the second on those; null where nothing can be compared. */
  figures: z.tuple([comparedFigures, comparedFigures]).nullable(),
  /** All that there is to say of it. */
  sentences: z.array(z.string()),
})
export type RunComparison = z.infer<typeof runComparison>
