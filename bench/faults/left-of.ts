/**
 * Whether an answer is what is left of the true one: each value is the true one, or missing; lists have lost some of their
 * entries. What tells of the damage itself may be there besides.
 */
export function isLeftOf(now: unknown, truth: unknown, key = ''): boolean {
  if (tellers.includes(key) || now === null || now === 'damaged' || now === truth) return true
  if (Array.isArray(now) && Array.isArray(truth)) return isPartOf(now, truth)
  if (typeof now !== 'object' || typeof truth !== 'object' || truth === null) return false
  return Object.entries(now).every(([key, value]) => isLeftOf(value, (truth as Record<string, unknown>)[key], key))
}

// Without its log, a run began when its recipe was written.
const tellers = ['damaged', 'broken', 'sentences', 'counts', 'startedAt']

/** Whether a list is another one without some of its entries. */
function isPartOf(now: readonly unknown[], truth: readonly unknown[]): boolean {
  let next = 0
  return now.every((entry) => {
    while (next < truth.length && !isLeftOf(entry, truth[next])) next++
    return next++ < truth.length
  })
}
