import { z } from 'zod'

/** What the features that are kept take on the disk, in bytes. */
export const featureCacheState = z.object({
  bytes: z.number(),
  /** Of those, what a process works with: it is not deleted. */
  inUse: z.number(),
  /** What they may take before those used longest ago are deleted; null where the disk does not say its size. */
  budget: z.number().nullable(),
})
export type FeatureCacheState = z.infer<typeof featureCacheState>
