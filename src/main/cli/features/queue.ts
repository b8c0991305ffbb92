import { basename } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import type { ShardPlan } from '../../../shared/feature-shards.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { openAbsence } from '../../host/shards/present-shards.ts'
import { openQueueServer } from '../../host/shards/queue-server.ts'
import { ShardQueue, type QueueState } from '../../host/shards/shard-queue.ts'
import { work } from '../../host/shards/worker.ts'
import { count, duration, oneLine } from '../screen/format.ts'
import type { Session } from '../session.ts'

/** `worker`: computes shards that others put into a queue, until Ctrl-C. */
export async function worker({ host, screen, signal }: Session, address: string, store: string): Promise<void> {
  const { connection, name, notes } = await openQueueServer(address)
  for (const note of notes) screen.note(note)
  screen.note(`Waiting for shards at ${name} (Ctrl-C ends it)`)
  try {
    await work({
      connection,
      host,
      store,
      signal,
      onDone: ({ shard, shards }, { texts, seconds }) =>
        screen.line(
          texts === 0
            ? `Shard ${shard} of ${shards}: there already`
            : `Shard ${shard} of ${shards}: ${count(texts)} texts in ${duration(seconds)}`,
        ),
      onFailed: ({ shard, shards }, reason) =>
        screen.note(`Shard ${shard} of ${shards} failed: ${oneLine(reason, 300)}`),
    })
  } finally {
    connection.disconnect()
  }
}

/**
 * `features DATASET --queue ADDRESS`: puts what the store lacks into a queue and follows the workers to the end. Ctrl-C has
 * them stop.
 * @throws LastlayerError `interrupted` where shards failed for good
 */
export async function computeByQueue(
  { screen, signal }: Session,
  address: string,
  recipe: Recipe,
  plan: ShardPlan,
): Promise<QueueState> {
  const { connection, notes } = await openQueueServer(address)
  for (const note of notes) screen.note(note)
  const queue = new ShardQueue(connection)
  const queued = { plan: basename(plan.folder), shards: plan.shards, recipe }
  const show = (state: QueueState): void =>
    screen.progress({
      phase: 'features',
      done: state.done,
      total: plan.shards,
      unit: 'shards',
      note: describeState(state),
    })
  try {
    await queue.forgetFailures(queued.plan)
    await queue.fill(queued, plan.missing)
    const state = await queue.follow(queued, await openAbsence(plan.folder), show, signal)
    screen.clear()
    if (signal.aborted) await queue.cancel(queued)
    signal.throwIfAborted()
    if (state.failures.length > 0) {
      const [reason = ''] = state.failures
      throw new LastlayerError(
        'interrupted',
        `${plan.shards - state.done} of ${plan.shards} shards failed: ${oneLine(reason, 300)} Put that right and ask again: only these are computed.`,
      )
    }
    return state
  } finally {
    await queue.close()
    connection.disconnect()
  }
}

/** "2 workers, 2 at work, 1 failed, slowest: shard 7 for 1:20" */
export function describeState({ workers, active, failed, slowest }: QueueState): string {
  return [
    `${count(workers)} ${workers === 1 ? 'worker' : 'workers'}`,
    `${count(active)} at work`,
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(slowest === null ? [] : [`slowest: shard ${slowest.shard} for ${duration(slowest.seconds)}`]),
  ].join(', ')
}
