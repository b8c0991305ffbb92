import { z } from 'zod'

/** A short training of the search, judged on the validation part. */
export const trial = z.object({
  learningRate: z.number(),
  headLearningRate: z.number(),
  epochs: z.int(),
  /** On the validation part, at its best temperature; null where the training left the range of numbers. */
  loss: z.number().nullable(),
  accuracy: z.number(),
  macroF1: z.number().nullable(),
  seconds: z.number(),
})
export type Trial = z.infer<typeof trial>

/** How the rates of a run were found. */
export const search = z.object({
  trials: z.array(trial),
  /** Index into the trials. */
  chosen: z.int(),
  seconds: z.number(),
})
export type Search = z.infer<typeof search>
