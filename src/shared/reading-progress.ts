import { z } from 'zod'

/** How far the reading of a dataset is: its rows are read, then the tokens of its texts are counted. */
export const readingProgress = z.object({
  phase: z.enum(['reading', 'tokenizing']),
  /** Rises to `total`, which is `done` itself while nobody knows; `unit` is what is counted. */
  done: z.int().min(0),
  total: z.int().min(0),
  unit: z.enum(['rows', 'texts']),
})
export type ReadingProgress = z.infer<typeof readingProgress>
