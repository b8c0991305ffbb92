// Kills a fine-tuning at random moments, goes on with it, and compares what it comes to: `npm run faults`.
// `npm run faults -- 40 7` makes 40 kills, at the moments of seed 7.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uniform, keyOf } from '../../src/main/trainer/random.ts'
import { Job, kinds, type Kind } from './job.ts'

const [count = '12', givenSeed] = process.argv.slice(3)
const seed = Number(givenSeed ?? Date.now() % 10_000)
const mostMinutes = 20
const startedAt = Date.now()
const folder = mkdtempSync(join(tmpdir(), 'lastlayer-faults-'))

console.log(`${count} kills -9, at the moments of seed ${seed}; at most ${mostMinutes} minutes.`)
try {
  const unbroken = new Map<Kind, { digest: string; seconds: number }>()
  for (const kind of kinds) {
    const job = new Job(join(folder, kind), kind)
    const since = Date.now()
    await job.begin()
    unbroken.set(kind, { digest: job.digest(), seconds: (Date.now() - since) / 1000 })
    console.log(
      `unbroken, ${kind}: ${((Date.now() - since) / 1000).toFixed(1)} s, weights ${job.digest().slice(0, 12)}`,
    )
  }
  let [different, kills, number] = [0, 0, 0]
  while (kills < Number(count) && Date.now() - startedAt < mostMinutes * 60_000) {
    const kind = kinds[number % kinds.length]
    const whole = unbroken.get(kind)
    const random = (i: number): number => uniform(keyOf(seed, number), i)
    const job = new Job(join(folder, String(number++)), kind)
    const told: string[] = []
    // Some are killed once, some again as they go on.
    let fate = await job.begin(random(0) * (whole?.seconds ?? 1))
    for (let again = 1; fate.wasKilled; again++) {
      kills++
      told.push(`${fate.phase} (step ${fate.step})`)
      fate = await job.goOn(again === 1 && random(1) < 0.4 ? random(2) * (whole?.seconds ?? 1) : Infinity)
    }
    const isSame = job.digest() === whole?.digest && job.countsEachStepOnce()
    if (!isSame) different++
    if (told.length > 0)
      console.log(`${isSame ? 'same     ' : 'DIFFERENT'}  ${kind}: killed in ${told.join(', then in ')}`)
    job.remove()
  }
  console.log(`${kills} kills, ${different} runs with other weights.`)
  if (different > 0) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
