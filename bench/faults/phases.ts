import { phase as phases, type Phase } from '../../src/shared/run-events.ts'
import { type Fate, type Fault, Job, type Kind } from './job.ts'
import type { Unbroken } from './unbroken.ts'

/** A kind of job that has every phase. */
const kind: Kind = 'a last training on all texts'

/** Words for the person, and no trace of the program's own lines. */
const isSentence = (said: string): boolean => said.trim() !== '' && !/\n\s+at |Something went wrong/.test(said)

/**
 * Does something to a job in each phase, for so many minutes at most; one that ends by it is gone on with. Prints what
 * became of each; returns how many trainings were lost, came to other weights, or ended without a sentence.
 * @param homeOf the folder of a job, by its number
 */
export async function inEachPhase(
  title: string,
  unbroken: Unbroken,
  minutes: number,
  homeOf: (number: number) => string,
  faultIn: (phase: Phase, note: (words: string) => void) => Fault,
): Promise<number> {
  const startedAt = performance.now()
  let lost = 0
  for (const [number, name] of phases.options.entries()) {
    if (performance.now() - startedAt > minutes * 60_000) {
      console.log(`${title}: time is up before ${name}.`)
      break
    }
    const job = new Job(homeOf(number), kind)
    const notes: string[] = []
    const first = await job.begin(faultIn(name, (words) => notes.push(words)))
    const last = first.code === 0 ? first : await job.goOn()
    if (first.code !== 0) notes.push(`ended in ${first.phase} (step ${first.step}), gone on with`)
    const problem = problemOf(first, last, job, unbroken)
    if (problem !== null) lost++
    console.log(
      `${problem === null ? 'same     ' : 'DIFFERENT'}  ${title} in ${name}: ${[...notes, ...(problem === null ? [] : [problem])].join('; ')}`,
    )
    job.remove()
  }
  return lost
}

function problemOf(first: Fate, last: Fate, job: Job, unbroken: Unbroken): string | null {
  if (first.code !== 0 && !isSentence(first.said)) return `no sentence: ${first.said}`
  if (last.code !== 0) return `lost: ${last.said}`
  return job.digest() === unbroken.get(kind)?.digest ? null : 'other weights'
}
