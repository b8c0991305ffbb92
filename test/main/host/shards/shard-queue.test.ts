import { Worker } from 'bullmq'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { openQueueServer } from '../../../../src/main/host/shards/queue-server.ts'
import { queueName, ShardQueue, type QueueState } from '../../../../src/main/host/shards/shard-queue.ts'
import { work } from '../../../../src/main/host/shards/worker.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { hasRedis, startRedis } from '../../../support/redis.ts'

const recipe = parseRecipe({ dataset: '/shared/texts.csv', model: '/shared/model' })
const plan = { plan: 'a-plan', shards: 12, recipe }
const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0).reverse()) end()
})

async function redis(...flags: readonly string[]) {
  const server = await startRedis(...flags)
  ends.push(server.stop)
  return server
}

/** Workers whose trainers take a moment for a shard, and a store that is a list of the shards that were computed. */
async function scene(workers: number, compute: (shard: number) => void = () => undefined) {
  const { address, admin } = await redis()
  const computed: number[] = []
  const stop = new AbortController()
  ends.push(() => stop.abort())
  for (let nth = 0; nth < workers; nth++) {
    const { connection } = await openQueueServer(address)
    const host = new FakeTrainer()
    host.answers.computeShards = async ({ part }, { signal }) => {
      await delay(60, undefined, { signal }).catch(() => {
        throw new LastlayerError('cancelled', 'Stopped.')
      })
      compute(part.index)
      computed.push(part.index)
      return { computed: 1, present: 0, texts: 2048, seconds: 0.06 }
    }
    void work({
      connection,
      host,
      store: '/store',
      signal: stop.signal,
      onDone: () => undefined,
      onFailed: () => undefined,
    })
  }
  const { connection } = await openQueueServer(address)
  ends.push(() => connection.disconnect())
  const queue = new ShardQueue(connection)
  const missing = async (): Promise<number[]> =>
    Array.from({ length: plan.shards }, (_, shard) => shard).filter((shard) => !computed.includes(shard))
  return { admin, computed, queue, missing, signal: stop.signal }
}

const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b)
const all = Array.from({ length: plan.shards }, (_, shard) => shard)

describe.skipIf(!hasRedis)('A queue of shards (left out where no Redis or Valkey is installed)', () => {
  test('gives each shard to one worker, and adding a shard again does nothing', async () => {
    const { computed, queue, missing, signal } = await scene(3)
    await queue.fill(plan, all)
    await queue.fill(plan, all)
    const state = await queue.follow(plan, missing, () => undefined, signal)
    expect(state).toMatchObject({ done: 12, failures: [] })
    expect(sorted(computed)).toEqual(all)
  })

  test('gives no shard out again that is done while the store is looked through', async () => {
    const { computed, queue, missing, signal } = await scene(3)
    await queue.fill(plan, all)
    const slowly = async (): Promise<number[]> => {
      const left = await missing()
      await delay(300)
      return left
    }
    await queue.follow(plan, slowly, () => undefined, signal)
    await delay(300)
    expect(sorted(computed)).toEqual(all)
  })

  test('that is emptied is filled again with what is missing', async () => {
    const { admin, computed, queue, missing, signal } = await scene(2)
    await queue.fill(plan, all)
    const following = queue.follow(plan, missing, () => undefined, signal)
    while (computed.length < 3) await delay(10)
    await admin.flushall()
    expect(await following).toMatchObject({ done: 12 })
    expect(new Set(computed)).toEqual(new Set(all))
    // Two workers may each have been at one shard as it was lost.
    expect(computed.length).toBeLessThanOrEqual(14)
  })

  test('tries a shard again whose trainer died, and gives one up that the person has to put right', async () => {
    let deaths = 0
    const { queue, missing, signal } = await scene(2, (shard) => {
      if (shard === 4 && deaths++ === 0) throw new LastlayerError('interrupted', 'The trainer died.')
      if (shard === 7) throw new LastlayerError('dataset', 'The file is not what it was.')
    })
    await queue.fill(plan, all)
    const state = await queue.follow(plan, missing, () => undefined, signal)
    expect(state).toMatchObject({ done: 11, failed: 1, failures: ['The file is not what it was.'] })
    expect(deaths).toBe(2)
  })

  test('tells which shard has been computed for longest', async () => {
    const { address } = await redis()
    const { connection } = await openQueueServer(address)
    ends.push(() => connection.disconnect())
    const queue = new ShardQueue(connection)
    await queue.fill(plan, [3, 5])
    const stop = new AbortController()
    const taker = new Worker(queueName, () => delay(1500), { connection, concurrency: 2 })
    taker.on('error', () => undefined)
    const states: QueueState[] = []
    const onState = (state: QueueState): void => {
      if (states.push(state) === 3) stop.abort()
    }
    await queue.follow(plan, async () => all, onState, stop.signal)
    await taker.close(true)
    const [shard, seconds] = [states[2].slowest?.shard, states[2].slowest?.seconds ?? 0]
    expect([shard, seconds > 0.5 && seconds < 5]).toEqual([3, true])
  })

  test('that is cancelled stops its workers within a second', async () => {
    const { computed, queue } = await scene(2)
    await queue.fill(plan, all)
    while (computed.length < 2) await delay(10)
    await queue.cancel(plan)
    await delay(700)
    const { length } = computed
    await delay(400)
    expect(computed.length).toBe(length)
    expect(length).toBeLessThan(12)
  })

  test('carries no text', async () => {
    const { address, admin } = await redis()
    const { connection } = await openQueueServer(address)
    ends.push(() => connection.disconnect())
    await new ShardQueue(connection).fill(plan, [3])
    const job = await admin.hget('bull:lastlayer-features:a-plan-3', 'data')
    expect(Object.keys(JSON.parse(job ?? '{}') as object).sort()).toEqual(['plan', 'recipe', 'shard', 'shards'])
  })

  test('is refused where it may drop keys, and says where it keeps nothing', async () => {
    const dropping = await redis('--maxmemory-policy', 'allkeys-lru')
    await expect(openQueueServer(dropping.address)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('set it to noeviction'),
    })
    const { address } = await redis()
    const { connection, notes } = await openQueueServer(address)
    ends.push(() => connection.disconnect())
    expect(notes).toEqual([expect.stringContaining('keeps nothing over a restart')])
  })
})

test.each(['http://127.0.0.1:6379', 'nowhere', 'redis://'])('%s is no address of a queue', async (address) => {
  await expect(openQueueServer(address)).rejects.toMatchObject({ code: 'usage' })
})

test('A queue on another machine needs a password', async () => {
  await expect(openQueueServer('redis://queue.example:6379')).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('has no password, and is not on this machine'),
  })
})

test('Where no queue answers, a sentence says so, without the password', async () => {
  const failure = openQueueServer('redis://:secret@127.0.0.1:1')
  await expect(failure).rejects.toMatchObject({ code: 'network' })
  await expect(failure).rejects.not.toMatchObject({ message: expect.stringContaining('secret') })
})
