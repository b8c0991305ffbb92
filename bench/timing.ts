/** Median seconds of one call, after one call to warm up, over at least `least` seconds and three calls. */
export async function median(act: () => Promise<unknown>, least = 2): Promise<number> {
  await act()
  const times: number[] = []
  const startedAt = performance.now()
  while (times.length < 3 || performance.now() - startedAt < least * 1000) {
    const before = performance.now()
    await act()
    times.push((performance.now() - before) / 1000)
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]
}

/** One line of the report. */
export function line(name: string, value: string): void {
  console.log(`  ${name.padEnd(58)} ${value.padStart(14)}`)
}
