// How many shards a queue hands out, to workers that sleep in place of computing; how soon a dead worker is noticed; and
// what the app takes while it follows them: `npm run bench shards/simulation -- 1000 20000 2`.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openQueueServer } from '../../src/main/host/shards/queue-server.ts'
import { ShardQueue } from '../../src/main/host/shards/shard-queue.ts'
import { parseRecipe } from '../../src/shared/recipe.ts'
import { hasRedis, startRedis } from '../../test/support/redis.ts'
import { figuresOf } from '../process.ts'
import { begun, done } from './scene.ts'

const [workers, shards, seconds] = [1000, 20_000, 2].map((usual, i) => Number(process.argv[3 + i] ?? usual))
/** Processes among which the workers are dealt out. */
const processes = 4
const recipe = parseRecipe({ dataset: '/shared/texts.csv', model: '/shared/model' })
const { signal } = new AbortController()

if (hasRedis) await simulate()
else console.log('Left out: no Redis or Valkey is installed.')

async function simulate(): Promise<void> {
  const { address, admin, stop } = await startRedis('--maxclients', '15000')
  const { connection } = await openQueueServer(address)
  const queue = new ShardQueue(connection)
  const children: ChildProcess[] = []
  const sleepers = (count: number, length: number): ChildProcess => {
    const words = [join('scripts', 'bench.mjs'), 'shards/sleepers', address, String(count), String(length)]
    const child = spawn(process.execPath, words, { stdio: 'inherit' })
    children.push(child)
    return child
  }
  const missing = async (count: number): Promise<number[]> => {
    const there = new Set(await admin.smembers(done))
    return Array.from({ length: count }, (_, shard) => shard).filter((shard) => !there.has(String(shard)))
  }
  try {
    // One worker dies in the middle of the only shard; another waits for it.
    const lost = { plan: 'lost', shards: 1, recipe }
    await queue.fill(lost, [0])
    const first = sleepers(1, 600)
    while ((await admin.llen(begun)) < 1) await delay(20)
    const second = sleepers(1, 0.1)
    await delay(5000)
    first.kill('SIGKILL')
    const died = performance.now()
    while ((await admin.llen(begun)) < 2) await delay(20)
    console.log(`A dead worker's shard is with another after ${((performance.now() - died) / 1000).toFixed(1)} s`)
    await queue.follow(
      lost,
      () => missing(1),
      () => undefined,
      signal,
    )
    second.kill('SIGTERM')
    await once(second, 'exit')
    await admin.del(begun, done)

    for (let i = 0; i < processes; i++) sleepers(workers / processes, seconds)
    const plan = { plan: 'many', shards, recipe }
    while (String(await admin.client('LIST')).split('\n').length < workers * 2) await delay(200)
    const filling = performance.now()
    await queue.fill(
      plan,
      Array.from({ length: shards }, (_, shard) => shard),
    )
    const began = performance.now()
    let [most, memory] = [0, 0]
    const state = await queue.follow(
      plan,
      () => missing(shards),
      ({ active }) => {
        most = Math.max(most, active)
        memory = Math.max(memory, figuresOf(process.pid).memory)
      },
      signal,
    )
    const took = (performance.now() - filling) / 1000
    const computed = await admin.llen(begun)
    console.log(`${shards} shards are put into the queue in ${((began - filling) / 1000).toFixed(1)} s`)
    console.log(
      `${workers} workers that sleep ${seconds} s: ${state.done} shards done in ${took.toFixed(1)} s, ${Math.round(shards / took)} a second (at best ${Math.round(workers / seconds)})`,
    )
    console.log(`At most ${most} at work at once; ${computed} were begun, ${computed - shards} of them again`)
    console.log(
      `The app takes ${memory} MB at most; redis ${/used_memory_peak_human:(\S+)/.exec(await admin.info('memory'))?.[1]}`,
    )
    if (state.done !== shards) process.exitCode = 1
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await queue.close().catch(() => undefined)
    connection.disconnect()
    stop()
  }
}
