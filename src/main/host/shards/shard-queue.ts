import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { recipe, type Recipe } from '../../../shared/recipe.ts'

export const queueName = 'lastlayer-features'

/** Milliseconds between two looks at the queue and the store. */
const interval = 500
/** How often a shard is tried. */
const attempts = 10

/** What a worker is told: numbers and paths, and no text. */
export const shardJob = z.object({
  /** The name of the plan in the store. */
  plan: z.string(),
  shard: z.int().min(0),
  shards: z.int().min(1),
  recipe,
})
export type ShardJob = z.infer<typeof shardJob>

/** A plan whose shards are to be computed. */
export interface QueuedPlan {
  readonly plan: string
  readonly shards: number
  readonly recipe: Recipe
}

/** How the work on a plan goes. */
export interface QueueState {
  readonly done: number
  readonly workers: number
  readonly active: number
  /** Shards that are not tried again. */
  readonly failed: number
  /** The shard that has been computed for longest, and for how long. */
  readonly slowest: { readonly shard: number; readonly seconds: number } | null
  /** Why shards failed that are not tried again. */
  readonly failures: readonly string[]
}

/** The queue of a plan's shards; adding one that is there does nothing. */
export class ShardQueue {
  readonly #queue: Queue

  constructor(private readonly connection: Redis) {
    this.#queue = new Queue(queueName, { connection })
  }

  /** Puts shards into the queue that are not there; those that had failed are tried again. */
  async fill({ plan, shards, recipe }: QueuedPlan, missing: readonly number[]): Promise<void> {
    await this.connection.del(cancelKey(plan))
    const jobs = missing.map((shard) => ({
      name: 'shard',
      data: shardJob.parse({ plan, shard, shards, recipe }),
      opts: {
        jobId: idOf(plan, shard),
        attempts,
        backoff: { type: 'exponential', delay: 1000 },
        removeOnComplete: true,
      },
    }))
    for (let i = 0; i < jobs.length; i += 1000) await this.#queue.addBulk(jobs.slice(i, i + 1000))
  }

  /** Takes the failed shards of a plan out, so that they can be put in again. */
  async forgetFailures(plan: string): Promise<void> {
    for (const job of await this.#queue.getFailed()) if (job.id?.startsWith(`${plan}-`)) await job.remove()
  }

  /**
   * Follows the work until every shard is done, or as many have failed as are left. A queue that was emptied or lost is
   * filled again.
   * @param missing the shards that the store lacks now
   */
  async follow(
    plan: QueuedPlan,
    missing: () => Promise<readonly number[]>,
    onState: (state: QueueState) => void,
    signal: AbortSignal,
  ): Promise<QueueState> {
    for (;;) {
      // The queue before the store: what is done between the two looks is then in neither, and is not put in again.
      const counts = await this.#queue.getJobCounts('active', 'waiting', 'delayed')
      const left = await missing()
      const failed = (await this.#queue.getFailed()).filter((job) => job.id?.startsWith(`${plan.plan}-`))
      const state = {
        done: plan.shards - left.length,
        workers: await this.#queue.getWorkersCount(),
        active: counts.active ?? 0,
        failed: failed.length,
        slowest: await this.#slowest(plan.plan),
        failures: [...new Set(failed.map(({ failedReason }) => failedReason))],
      }
      onState(state)
      if (left.length <= failed.length || signal.aborted) return state
      const queued = (counts.active ?? 0) + (counts.waiting ?? 0) + (counts.delayed ?? 0)
      if (queued + failed.length < left.length) await this.fill(plan, left)
      await new Promise((resolve) => setTimeout(resolve, interval))
    }
  }

  async #slowest(plan: string): Promise<QueueState['slowest']> {
    // Those that were begun first come first.
    const [job] = await this.#queue.getActive(0, 0)
    const shard = shardJob.safeParse(job?.data).data
    if (job?.processedOn === undefined || shard?.plan !== plan) return null
    return { shard: shard.shard, seconds: (Date.now() - job.processedOn) / 1000 }
  }

  /** Takes a plan's shards out of the queue, and has the workers stop that are at one. */
  async cancel({ plan, shards }: QueuedPlan): Promise<void> {
    await this.connection.set(cancelKey(plan), '1', 'EX', 3600)
    for (let shard = 0; shard < shards; shard++) await this.#queue.remove(idOf(plan, shard)).catch(() => undefined)
  }

  async close(): Promise<void> {
    await this.#queue.close()
  }
}

/** What tells the workers that a plan was given up. */
export function cancelKey(plan: string): string {
  return `lastlayer:cancelled:${plan}`
}

function idOf(plan: string, shard: number): string {
  return `${plan}-${shard}`
}
