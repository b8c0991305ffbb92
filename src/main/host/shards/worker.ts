import { UnrecoverableError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { once } from 'node:events'
import { LastlayerError } from '../../../shared/errors.ts'
import type { ShardResult } from '../../../shared/feature-shards.ts'
import type { TrainerHost } from '../trainer/start.ts'
import { cancelKey, queueName, shardJob, type ShardJob } from './shard-queue.ts'

/** Milliseconds between two looks whether a plan was given up. */
const interval = 500

export interface WorkerOptions {
  readonly connection: Redis
  readonly host: Pick<TrainerHost, 'run'>
  /** The store, as this machine sees it. */
  readonly store: string
  readonly signal: AbortSignal
  readonly onDone: (job: ShardJob, result: ShardResult) => void
  readonly onFailed: (job: ShardJob, reason: string) => void
}

/**
 * Computes shards from the queue, one at a time, until the signal. This process only holds the lock: the arithmetic is the
 * trainer's, so that a lock is renewed in time however long a shard takes.
 */
export async function work(options: WorkerOptions): Promise<void> {
  const { connection, host, store, signal, onDone, onFailed } = options
  const compute = async (data: unknown): Promise<void> => {
    const job = shardJob.safeParse(data).data
    if (job === undefined) throw new UnrecoverableError('The shard is of another version of Lastlayer.')
    const stop = new AbortController()
    const end = (): void => stop.abort()
    signal.addEventListener('abort', end, { once: true })
    const timer = setInterval(() => {
      void connection.exists(cancelKey(job.plan)).then(
        (isCancelled) => isCancelled && end(),
        () => undefined,
      )
    }, interval)
    try {
      const { recipe, plan, shard, shards } = job
      const part = { index: shard, of: shards }
      onDone(job, await host.run('computeShards', { recipe, store, part, plan }, { signal: stop.signal }))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      onFailed(job, reason)
      // What the person has to put right is not tried again; a trainer that died, or a disk that was full, is.
      const isFinal = error instanceof LastlayerError && ['usage', 'dataset', 'model', 'cancelled'].includes(error.code)
      throw isFinal && !signal.aborted ? new UnrecoverableError(reason) : error
    } finally {
      clearInterval(timer)
      signal.removeEventListener('abort', end)
    }
  }
  const worker = new Worker(queueName, ({ data }: { data: unknown }) => compute(data), {
    connection,
    concurrency: 1,
    lockDuration: 15_000,
    stalledInterval: 5000,
    maxStalledCount: 10,
  })
  worker.on('error', () => undefined)
  if (!signal.aborted) await once(signal, 'abort')
  await worker.close()
}
