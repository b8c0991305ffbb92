import { z } from 'zod'

/** One run of a recipe on the test part of a data set. */
export const measurement = z.object({
  set: z.string(),
  model: z.string(),
  /** auto, classic, or a setting of the grid. */
  recipe: z.string(),
  seed: z.number(),
  accuracy: z.number(),
  macroF1: z.number(),
  /** 0 where the features came from the cache. */
  featureSeconds: z.number(),
  searchSeconds: z.number(),
  /** Of search and training. */
  seconds: z.number(),
})
export type Measurement = z.infer<typeof measurement>
