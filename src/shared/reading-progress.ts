import { z } from 'zod'
import { datasetSummary } from './dataset-summary.ts'

/**
 * How far the reading of a dataset is: its rows are read, then the tokens of its texts are counted; or features are
 * computed, and each text is scored by models that have not seen it.
 */
export const readingProgress = z.object({
  phase: z.enum(['reading', 'tokenizing', 'features', 'scoring']),
  /** Rises to `total`, which is `done` itself while nobody knows; `unit` is what is counted. */
  done: z.int().min(0),
  total: z.int().min(0),
  unit: z.enum(['rows', 'texts']),
  /** All that needs no tokens, once: as soon as the rows are read. */
  summary: datasetSummary.optional(),
})
export type ReadingProgress = z.infer<typeof readingProgress>
