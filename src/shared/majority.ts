import { z } from 'zod'
import { at } from './at.ts'
import type { DatasetSummary } from './dataset-summary.ts'

/** What always answering the commonest label of the texts that are not for testing is worth on those that are. */
export const majority = z.object({
  label: z.string(),
  /** Share of the test texts that have it. */
  accuracy: z.number(),
})
export type Majority = z.infer<typeof majority>

/** The same label and figure as those of the yardstick; null where there is no test text. */
export function majorityOf({ labels, counts }: Pick<DatasetSummary, 'labels' | 'counts'>): Majority | null {
  const tested = counts.test.reduce((sum, count) => sum + count, 0)
  if (tested === 0) return null
  const known = labels.map((_, i) => (counts.train[i] ?? 0) + (counts.validation[i] ?? 0))
  const commonest = known.indexOf(Math.max(...known))
  return { label: at(labels, commonest), accuracy: (counts.test[commonest] ?? 0) / tested }
}
