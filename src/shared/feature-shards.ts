import { z } from 'zod'

/** Which of the shards one process computes: those whose number, divided by `of`, leaves `index`. */
export const shardPart = z
  .object({ index: z.int().min(0), of: z.int().min(1) })
  .refine(({ index, of }) => index < of, 'index must be less than of')
export type ShardPart = z.infer<typeof shardPart>

/** What the files of a shard are called in every store, without what follows. */
export function shardName(number: number): string {
  return String(number).padStart(6, '0')
}

/** What a store has of the features of a dataset. */
export const shardPlan = z.object({
  /** The folder of these features in the store. */
  folder: z.string(),
  texts: z.int(),
  shards: z.int(),
  /** The numbers of those that are not present, or not valid. */
  missing: z.array(z.int()),
  /** What all shards will take, in bytes. */
  bytes: z.number(),
  /** What the person should know of the store. */
  notes: z.array(z.string()),
})
export type ShardPlan = z.infer<typeof shardPlan>

/** What one process has computed. */
export const shardResult = z.object({ computed: z.int(), present: z.int(), texts: z.int(), seconds: z.number() })
export type ShardResult = z.infer<typeof shardResult>

/** What was taken over from a store into the cache. */
export const fetchResult = z.object({ fetched: z.int(), missing: z.int(), bytes: z.number() })
export type FetchResult = z.infer<typeof fetchResult>
