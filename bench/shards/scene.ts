import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { TrainerHost } from '../../src/main/host/trainer/start.ts'
import { openQueueServer } from '../../src/main/host/shards/queue-server.ts'
import { work } from '../../src/main/host/shards/worker.ts'
import { LastlayerError } from '../../src/shared/errors.ts'

/** Where workers that sleep note what they began and what they have done. */
export const begun = 'bench:begun'
export const done = 'bench:done'

/** Has so many workers take shards from a queue and sleep in place of computing them, until the signal. */
export async function sleepAtWork(
  address: string,
  workers: number,
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  // Each worker listens.
  setMaxListeners(0, signal)
  const notes = new Redis(address)
  notes.on('error', () => undefined)
  const run = async (_: string, { part }: { part: { index: number } }, { signal }: { signal: AbortSignal }) => {
    await notes.rpush(begun, part.index)
    await delay(seconds * 1000, undefined, { signal }).catch(() => {
      throw new LastlayerError('cancelled', 'Stopped.')
    })
    await notes.sadd(done, part.index)
    return { computed: 1, present: 0, texts: 2048, seconds }
  }
  const host = { run } as unknown as Pick<TrainerHost, 'run'>
  const silent = (): void => undefined
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const { connection } = await openQueueServer(address)
      await work({ connection, host, store: '/store', signal, onDone: silent, onFailed: silent })
      connection.disconnect()
    }),
  )
  notes.disconnect()
}
