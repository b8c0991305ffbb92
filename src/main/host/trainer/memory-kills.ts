import { readFileSync } from 'node:fs'

/** How many processes the system has ended for memory since it started; null where it does not say (all but Linux). */
export function countMemoryKills(): number | null {
  try {
    const count = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1]
    return count === undefined ? null : Number(count)
  } catch {
    return null
  }
}
