import { z } from 'zod'

/** What a person has put right about a text of a dataset; one that changes nothing takes a former one back. */
export const correction = z.object({
  /** sha256 of the cleaned text as the dataset has it, in hexadecimal. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** The name of the label that it should have; null leaves it. */
  label: z.string().min(1).nullable().default(null),
  /** The text as it should be; null leaves it. */
  text: z.string().trim().min(1).nullable().default(null),
  isLeftOut: z.boolean().default(false),
})
export type Correction = z.infer<typeof correction>

/** A run folder's corrections.json, by which another run may be trained: at most one for each text. */
export const corrections = z.object({ corrections: z.array(correction) })

/** Whether a correction changes anything. */
export function isChange({ label, text, isLeftOut }: Correction): boolean {
  return label !== null || text !== null || isLeftOut
}
