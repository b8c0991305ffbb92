import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listRuns } from '../../../../src/main/host/runs/run-list.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { runReport } from '../../../support/run-report.ts'

let runs: string
const recipe = parseRecipe({ dataset: '/data/reviews', model: '/models/tiny' })
const progress = { seq: 1, time: 1000, kind: 'progress', phase: 'reading', done: 1, total: 1, unit: 'texts' }

beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'lastlayer-runs-'))
})
afterEach(() => rmSync(runs, { recursive: true, force: true }))

function writeRun(name: string, files: Record<string, unknown>, events: unknown[], age = 0): void {
  mkdirSync(join(runs, name))
  for (const [file, value] of Object.entries(files)) writeFileSync(join(runs, name, file), JSON.stringify(value))
  const log = join(runs, name, 'events.jsonl')
  writeFileSync(log, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  const changed = (Date.now() - age) / 1000
  utimesSync(log, changed, changed)
}

const failed = (code: string) => ({ seq: 2, time: 2000, kind: 'failed', error: { code, message: 'So it was.' } })

test.each([
  ['finished', { 'report.json': runReport() }, [progress], 0],
  ['cancelled', {}, [progress, failed('cancelled')], 0],
  ['failed', {}, [progress, failed('dataset')], 0],
  ['running', {}, [progress], 1000],
  ['interrupted', {}, [progress], 600_000],
  ['interrupted', {}, [], 600_000],
])('A run is %s by what its folder holds', async (status, files, events, age) => {
  writeRun('one', { 'recipe.json': recipe, ...files }, events, age)
  expect(await listRuns(runs)).toMatchObject([{ name: 'one', status, recipe: { dataset: '/data/reviews' } }])
})

test('The newest run comes first', async () => {
  writeRun('old', { 'recipe.json': recipe }, [{ ...progress, time: 1000 }])
  writeRun('new', { 'recipe.json': recipe }, [{ ...progress, time: 2000 }])
  expect((await listRuns(runs)).map(({ name }) => name)).toEqual(['new', 'old'])
})

test('Folders that are no runs, and a torn last line, do no harm', async () => {
  mkdirSync(join(runs, 'photos'))
  writeFileSync(join(runs, 'note.txt'), 'hello')
  writeRun('broken', { 'recipe.json': { dataset: 7 } }, [])
  writeRun('torn', { 'recipe.json': recipe }, [progress], 600_000)
  writeFileSync(join(runs, 'torn', 'events.jsonl'), `${JSON.stringify(progress)}\n{"seq":2,"ki`)
  expect((await listRuns(runs)).map(({ name }) => name)).toEqual(['torn'])
})

test('A folder that does not exist has no runs', async () => {
  expect(await listRuns(join(runs, 'none'))).toEqual([])
})
