import { join } from 'node:path'
import { inEachPhase } from './phases.ts'
import type { Unbroken } from './unbroken.ts'

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
const minutesEach = 6

/** Sends each signal to a job in each of its phases. Returns how many trainings were lost or came to other weights. */
export async function sendSignals(folder: string, unbroken: Unbroken): Promise<number> {
  let lost = 0
  for (const name of endings) {
    const homeOf = (number: number): string => join(folder, `${name}-${number}`)
    lost += await inEachPhase(name, unbroken, minutesEach, homeOf, (phase) => async ({ reaches, signal }) => {
      if (await reaches(phase)) signal(name)
    })
  }
  const homeOf = (number: number): string => join(folder, `SIGUSR2-${number}`)
  lost += await inEachPhase(
    'SIGUSR2',
    unbroken,
    minutesEach,
    homeOf,
    (phase, note) =>
      async ({ reaches, says, signal }) => {
        if (!(await reaches(phase))) return
        signal('SIGUSR2')
        // Where it does not hold any more it goes on to its end.
        if (!(await says('Paused'))) return
        note('paused')
        signal('SIGUSR2')
      },
  )
  console.log(`Signals in each phase: ${lost} trainings lost.`)
  return lost
}
