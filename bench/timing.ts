/** Seconds of several runs of one thing. */
export interface Times {
  readonly median: number
  readonly least: number
  readonly most: number
  readonly runs: number
}

/** @param seconds in any order, one at least */
export function timesOf(seconds: readonly number[]): Times {
  const sorted = [...seconds].sort((a, b) => a - b)
  return {
    median: sorted[Math.floor(sorted.length / 2)],
    least: sorted[0],
    most: sorted[sorted.length - 1],
    runs: sorted.length,
  }
}

/**
 * Times several things in turn, so that what else the machine does falls on all of them: once to warm up, then at least
 * three times each, over at least `least` seconds for each.
 */
export async function inTurn<Name extends string>(
  acts: Readonly<Record<Name, () => Promise<unknown>>>,
  least = 2,
): Promise<Record<Name, Times>> {
  const named = Object.entries<() => Promise<unknown>>(acts)
  const seconds = new Map(named.map(([name]) => [name, [] as number[]]))
  for (const [, act] of named) await act()
  const startedAt = performance.now()
  for (let round = 0; round < 3 || performance.now() - startedAt < least * named.length * 1000; round++) {
    for (const [name, act] of named) {
      const before = performance.now()
      await act()
      seconds.get(name)?.push((performance.now() - before) / 1000)
    }
  }
  return Object.fromEntries([...seconds].map(([name, all]) => [name, timesOf(all)])) as Record<Name, Times>
}

/** Median seconds of one thing, timed as {@link inTurn} does. */
export async function median(act: () => Promise<unknown>, least = 2): Promise<number> {
  return (await inTurn({ act }, least)).act.median
}

/** One line of the report. */
export function line(name: string, value: string): void {
  console.log(`  ${name.padEnd(58)} ${value.padStart(14)}`)
}
