import { join } from 'node:path'
import { keyOf, uniform } from '../../src/main/trainer/random.ts'
import { type Fate, Job, killedAfter, kinds } from './job.ts'
import type { Unbroken } from './unbroken.ts'

const mostMinutes = 20

/** Kills jobs at random moments, some of them again as they go on. Returns how many came to other weights. */
export async function killAtRandom(folder: string, unbroken: Unbroken, count: number, seed: number): Promise<number> {
  console.log(`${count} kills -9, at the moments of seed ${seed}; at most ${mostMinutes} minutes.`)
  const startedAt = performance.now()
  let [different, kills, number] = [0, 0, 0]
  while (kills < count && performance.now() - startedAt < mostMinutes * 60_000) {
    const kind = kinds[number % kinds.length]
    const whole = unbroken.get(kind)
    const random = (i: number): number => uniform(keyOf(seed, number), i)
    const job = new Job(join(folder, String(number++)), kind)
    const told: string[] = []
    let fate = await job.begin(killedAfter(random(0) * (whole?.seconds ?? 1)))
    for (let again = 1; fate.code === null; again++) {
      kills++
      told.push(`${fate.phase} (step ${fate.step})`)
      const isKilled = again === 1 && random(1) < 0.4
      fate = await job.goOn(isKilled ? killedAfter(random(2) * (whole?.seconds ?? 1)) : undefined)
    }
    const problem = problemOf(job, fate, whole?.digest)
    if (problem !== null) different++
    const outcome = problem === null ? 'same     ' : 'DIFFERENT'
    const places = `killed in ${told.join(', then in ')}${problem === null ? '' : `; ${problem}`}`
    if (told.length > 0) console.log(`${outcome}  ${kind}: ${places}`)
    job.remove()
  }
  console.log(`${kills} kills, ${different} runs with other weights.`)
  return different
}

/** What is wrong with what a job came to; null if nothing is. */
function problemOf(job: Job, { code, said }: Fate, digest: string | undefined): string | null {
  if (code !== 0) return `lost: ${said}`
  if (job.digest() !== digest) return `other weights, ${job.digest().slice(0, 12)}`
  return job.countsEachStepOnce() ? null : 'steps are told twice or not at all'
}
