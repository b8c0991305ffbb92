import { z } from 'zod'

/** The confidence below which an answer is "unsure"; null for none. */
export const abstainBelow = z.number().gt(0).lt(1).nullable()

/** What a model's config.json keeps of it, in the block `lastlayer`. */
export const keptAbstention = z.object({ abstain_below: z.number().gt(0).lt(1).optional() })

/** What abstaining left of the texts that were measured. */
export const abstention = z.object({
  below: z.number(),
  /** Share of the texts that were answered, and of right answers among them; null where there are none. */
  answered: z.number(),
  accuracy: z.number().nullable(),
})
