import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { markOf } from '../../../../src/main/disk/process-mark.ts'
import { listRuns } from '../../../../src/main/host/runs/run-list.ts'
import { readRun } from '../../../../src/main/host/runs/run-record.ts'
import { runVersion } from '../../../../src/shared/run-files.ts'
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

/** A report as an earlier version wrote it: without a figure that this one has. */
function withoutFigure(): object {
  const { peakMemoryMB, ...report } = runReport()
  return { ...report, memory: peakMemoryMB }
}

test.each([
  ['finished', { 'report.json': runReport() }, [progress], 0],
  ['finished', { 'report.json': { version: 1, ...runReport() } }, [progress], 600_000],
  ['finished', { 'report.json': withoutFigure() }, [progress], 600_000],
  ['finished', {}, [progress, { seq: 2, time: 2000, kind: 'finished', report: withoutFigure() }], 600_000],
  ['cancelled', {}, [progress, failed('cancelled')], 0],
  ['failed', {}, [progress, failed('dataset')], 0],
  ['running', {}, [progress], 1000],
  ['interrupted', {}, [progress], 600_000],
  ['interrupted', {}, [], 600_000],
])('A run is %s by what its folder holds', async (status, files, events, age) => {
  writeRun('one', { 'recipe.json': recipe, ...files }, events, age)
  expect(await listRuns(runs)).toMatchObject([{ name: 'one', status, recipe: { dataset: '/data/reviews' } }])
})

test('A run whose process is gone is interrupted at once; one whose process lives is not', async () => {
  writeRun('one', { 'recipe.json': recipe }, [progress])
  for (const [pid, status] of [
    [999_999_999, 'interrupted'],
    [process.ppid, 'running'],
  ] as const) {
    writeFileSync(join(runs, 'one', 'owner'), markOf(pid))
    expect(await listRuns(runs)).toMatchObject([{ status }])
  }
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

test('A setting that this version does not have, or lacks in the file, makes no run vanish', async () => {
  const { clipNorm, ...renamed } = recipe
  writeRun('one', { 'recipe.json': { ...renamed, maximumNorm: clipNorm } }, [progress])
  expect(await listRuns(runs)).toMatchObject([{ name: 'one', recipe }])
})

test('A run of a later version is listed as such, whatever it holds', async () => {
  const of = (version: number) => ({ 'recipe.json': { version, source: 7 }, 'report.json': { version, score: 1 } })
  writeRun('later', of(runVersion + 1), [{ time: 3000, what: 'begun' }])
  writeRun('now', { 'recipe.json': { version: runVersion, ...recipe } }, [{ ...progress, time: 1000 }])
  expect(await listRuns(runs)).toMatchObject([
    { name: 'later', startedAt: 3000, status: 'later', recipe: null, report: null },
    { name: 'now', recipe },
  ])
  await expect(readRun(join(runs, 'later'), false)).rejects.toMatchObject({
    code: 'output',
    message: expect.stringMatching(/later version of Lastlayer/),
  })
})

test('What a log says of its recipe is read as leniently', async () => {
  const device = { backend: 'wasm', device: 'cpu', why: 'a test' }
  const { clipNorm, ...renamed } = recipe
  const started = { kind: 'started', run: 'x', recipe: { ...renamed, maximumNorm: clipNorm }, device, blocks: 2 }
  writeRun('one', { 'recipe.json': recipe }, [{ seq: 1, time: 1, ...started, trainableParameters: 1 }])
  expect((await readRun(join(runs, 'one'), false)).events).toMatchObject([{ kind: 'started', recipe }])
})

test('A folder of runs that cannot be read is no empty one', async () => {
  writeFileSync(join(runs, 'file'), '')
  await expect(listRuns(join(runs, 'file'))).rejects.toMatchObject({
    code: 'output',
    message: `${join(runs, 'file')} could not be read: it is not a folder.`,
  })
})

test('A folder that does not exist has no runs', async () => {
  expect(await listRuns(join(runs, 'none'))).toEqual([])
})
