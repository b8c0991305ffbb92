import { at } from '../../../shared/at.ts'

/** Seconds for which an act is repeated, and acts that are looked at together. */
const [least, most, window] = [0.5, 4, 5]
/** How much faster an act that is still warming up becomes from one window to the next. */
const warming = 0.85

/** What an act takes, in seconds, once it is warm: the first ones also compile and allocate. */
export async function steadySeconds(act: () => Promise<unknown> | undefined): Promise<number> {
  const startedAt = performance.now()
  const taken: number[] = []
  for (;;) {
    taken.push(await seconds(act))
    const elapsed = (performance.now() - startedAt) / 1000
    const latest = median(taken.slice(-window))
    const isWarm = taken.length >= 2 * window && latest > warming * median(taken.slice(-2 * window, -window))
    if (elapsed > most || (elapsed > least && isWarm)) return latest
  }
}

/** What an act takes, in seconds. */
export async function seconds(act: () => Promise<unknown> | undefined): Promise<number> {
  const startedAt = performance.now()
  await act()
  return (performance.now() - startedAt) / 1000
}

function median(values: readonly number[]): number {
  return at([...values].sort((a, b) => a - b), Math.floor(values.length / 2)) // prettier-ignore
}
