import type { Sight } from './sight.ts'

/** What may come on top, as a share of what was and in its own unit: memory is given back when a collector likes to. */
const allowances = {
  memory: { share: 0.1, more: 15 },
  heap: { share: 0.05, more: 2 },
  trainer: { share: 0.1, more: 30 },
  files: { share: 0, more: 2 },
  processes: { share: 0, more: 0.5 },
} as const satisfies Readonly<Record<keyof Sight, { share: number; more: number }>>

export interface Judgement {
  readonly what: string
  readonly isFlat: boolean
  readonly told: string
}

/** Whether what an application has stays as it is: the last fifth of its runs, compared with the second fifth. */
export function judgements(sights: readonly Sight[]): Judgement[] {
  const fifth = Math.floor(sights.length / 5)
  const mean = (some: readonly Sight[], field: keyof Sight): number =>
    some.reduce((sum, sight) => sum + sight[field], 0) / some.length
  return (Object.keys(allowances) as (keyof Sight)[]).map((what) => {
    const { share, more } = allowances[what]
    const before = mean(sights.slice(fifth, 2 * fifth), what)
    const after = mean(sights.slice(-fifth), what)
    return {
      what,
      isFlat: after <= before * (1 + share) + more,
      told: `${before.toFixed(1)}, then ${after.toFixed(1)}`,
    }
  })
}
