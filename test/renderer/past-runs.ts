import { parseRecipe, type Recipe } from '../../src/shared/recipe.ts'
import type { RunEvent } from '../../src/shared/run-events.ts'
import { outcomeOf, type RunRecord } from '../../src/shared/run-record.ts'
import { fakeRun } from './fake-run.ts'

const day = 86_400_000
const tiny = '/models/tiny-distilbert-reviews'
const recipes = [
  { dataset: 'sample:reviews', model: tiny, learningRate: 5e-4 },
  { dataset: 'sample:reviews', model: tiny, learningRate: 2e-5, unfreeze: 2, seed: 7 },
  { dataset: '/home/ada/tickets.csv', model: tiny, learningRate: 5e-4, epochs: 5, maxLength: 128 },
]
const goals = [0.87, 0.81, 0.92]

/** Finished runs of the last days, the first the newest. */
export function pastRuns(howMany: number): RunRecord[] {
  return Array.from({ length: howMany }, (_, i) => {
    const recipe = parseRecipe(recipes[i % recipes.length])
    const labels = recipe.dataset.endsWith('.csv')
      ? ['billing', 'delivery', 'login', 'praise', 'returns']
      : ['neg', 'pos']
    const folder = `/home/ada/.local/share/lastlayer/runs/2026-01-0${9 - i}-${recipe.dataset.includes('csv') ? 'tickets' : 'reviews'}`
    const startedAt = Date.now() - i * day - 3_600_000
    return recordOf({
      events: fakeRun({ recipe, run: folder, labels, startedAt, goal: goals[i % goals.length] }),
      recipe,
      folder,
    })
  })
}

/** The same run with uneven labels, of which the rare one is hardly answered. */
export function withRareLabel(record: RunRecord): RunRecord {
  const { report } = record.summary
  if (report === null) return record
  const confusion = [
    [189, 1],
    [9, 1],
  ]
  const perClass = report.after.perClass.map((one, i) => ({ ...one, support: i === 0 ? 190 : 10 }))
  const uneven = { ...report, after: { ...report.after, perClass, confusion } }
  return { ...record, summary: { ...record.summary, report: uneven } }
}

/** A run whose process died after so many steps. */
export function brokenOff(recipe: Recipe, steps = 97): RunRecord {
  const folder = '/home/ada/.local/share/lastlayer/runs/2026-01-10-broken-off'
  const events = fakeRun({ recipe, run: folder, labels: ['neg', 'pos'], startedAt: Date.now() - day / 2 })
  const last = events.findIndex((event) => event.kind === 'step' && event.step === steps)
  const error = { code: 'interrupted', message: 'The trainer process ended early: it was killed.' } as const
  const kept = events.slice(0, last + 1)
  const { time } = kept[last]
  const record = recordOf({ events: [...kept, { seq: last + 2, time, kind: 'failed', error }], recipe, folder })
  return { ...record, summary: { ...record.summary, stepToGoOn: steps } }
}

/** A run as it would lie on disk. */
export function recordOf({
  events,
  recipe,
  folder,
}: {
  events: RunEvent[]
  recipe: Recipe
  folder: string
}): RunRecord {
  const last = events.at(-1)
  const found = events.find((event) => event.kind === 'dataset')
  return {
    summary: {
      folder,
      name: folder.split('/').at(-1) ?? folder,
      startedAt: events[0].time,
      status: last?.kind === 'finished' ? 'finished' : 'interrupted',
      recipe,
      stepToGoOn: null,
      outcome: last?.kind === 'finished' ? outcomeOf(last.report) : null,
      damaged: [],
      report: last?.kind === 'finished' ? last.report : null,
    },
    dataset: found?.kind === 'dataset' ? found.summary : null,
    events,
    examples: null,
    abstainBelow: null,
  }
}
