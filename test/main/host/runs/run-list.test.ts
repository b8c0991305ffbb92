import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { markOf } from '../../../../src/main/disk/process-mark.ts'
import { listRuns } from '../../../../src/main/host/runs/run-list.ts'
import { readRun } from '../../../../src/main/host/runs/run-record.ts'
import { runVersion } from '../../../../src/shared/run-files.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { runReport } from '../../../support/run-report.ts'
import { seal } from '../../../../src/main/disk/sealed-json.ts'

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
  writeRun('torn', { 'recipe.json': recipe }, [progress], 600_000)
  writeFileSync(join(runs, 'torn', 'events.jsonl'), `${JSON.stringify(progress)}\n{"seq":2,"ki`)
  expect(await listRuns(runs)).toMatchObject([{ name: 'torn', damaged: [] }])
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
    { name: 'later', startedAt: 3000, status: 'later', recipe: null, outcome: null },
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

const device = { backend: 'wasm', device: 'cpu', why: 'a test' }
const started = { seq: 1, time: 1000, kind: 'started', run: 'x', recipe, device, blocks: 2, trainableParameters: 1 }
const finished = { seq: 2, time: 2000, kind: 'finished', report: runReport() }
const sealed = { 'recipe.json': seal(recipe), 'report.json': seal(runReport()) }

/** Changes a word of a file in place. */
function change(name: string, file: string, from: string, to: string): void {
  const path = join(runs, name, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}

test('A run whose recipe or report was changed stays in the list, with what its log tells, and says so', async () => {
  writeRun('one', sealed, [started, finished].map(seal))
  const [truth] = await listRuns(runs)
  expect(truth).toMatchObject({
    status: 'finished',
    damaged: [],
    outcome: { lead: 'accuracy', after: { accuracy: 0.9 } },
  })
  change('one', 'report.json', '"accuracy":0.9', '"accuracy":0.6')
  change('one', 'recipe.json', '/data/reviews', '/data/reviewz')
  expect(await listRuns(runs)).toEqual([{ ...truth, damaged: ['recipe.json', 'report.json'] }])
  const { summary, events } = await readRun(join(runs, 'one'), false)
  expect(summary).toMatchObject({ recipe: truth?.recipe, report: { after: { accuracy: 0.9 } } })
  expect(events).toHaveLength(2)
})

test('A run of whose recipe nothing is left stays in the list, and is not opened', async () => {
  writeRun('one', sealed, [progress, finished].map(seal))
  change('one', 'recipe.json', '/data/reviews', '/data/reviewz')
  expect(await listRuns(runs)).toMatchObject([
    { status: 'damaged', recipe: null, damaged: ['recipe.json'], outcome: { after: { accuracy: 0.9 } } },
  ])
  await expect(readRun(join(runs, 'one'), false)).rejects.toThrow(/recipe\.json is damaged/)
})

test('A log that has lost its end, or a line, is said to be damaged', async () => {
  for (const [name, events] of [
    ['whole', []],
    ['end', [started]],
    ['line', [started, { ...finished, seq: 3 }]],
  ] as const) {
    writeRun(name, sealed, events.map(seal))
    expect((await readRun(join(runs, name), false)).summary.damaged).toEqual(['events.jsonl'])
  }
})

test('Very many runs are indexed: those that have ended are read once, until their folder changes', async () => {
  for (let i = 0; i < 120; i++) {
    writeRun(`run-${i}`, sealed, [started, finished].map(seal))
    utimesSync(join(runs, `run-${i}`), 1000, 1000)
  }
  writeRun('going', { 'recipe.json': seal(recipe) }, [progress].map(seal))
  const truth = await listRuns(runs)
  expect(truth).toHaveLength(121)
  expect(existsSync(join(runs, '.index.json'))).toBe(true)
  // A file that is written over, as only a disk does it, is not read again; one that is replaced is.
  change('run-5', 'report.json', '"accuracy":0.9', '"accuracy":0.6')
  utimesSync(join(runs, 'run-5'), 1000, 1000)
  rmSync(join(runs, 'run-7', 'report.json'))
  rmSync(join(runs, 'run-9'), { recursive: true })
  const again = await listRuns(runs)
  const without = (name: string) => (run: { name: string }) => run.name !== name
  expect(again.filter(without('run-7'))).toEqual(truth.filter(without('run-7')).filter(without('run-9')))
  expect(again.find(({ name }) => name === 'run-7')).toMatchObject({ damaged: ['report.json'] })
  writeFileSync(join(runs, '.index.json'), readFileSync(join(runs, '.index.json'), 'utf8').replace('0.9', '0.8'))
  expect((await listRuns(runs)).find(({ name }) => name === 'run-5')).toMatchObject({ damaged: ['report.json'] })
})

test.each([
  [12, ['events.jsonl']],
  [40, []],
])('A log that ends at step %i is held against a checkpoint of step 40', async (last, damaged) => {
  const step = { kind: 'step', step: last, steps: 60, epoch: 1, loss: 0.5, learningRate: 1e-4, gradientNorm: 1 }
  writeRun('one', { 'recipe.json': recipe }, [progress, { seq: 2, time: 2000, ...step }], 600_000)
  for (const [folder, file] of [
    ['inputs', 'examples.jsonl'],
    ['checkpoint', '2-step-40.json'],
  ]) {
    mkdirSync(join(runs, 'one', folder))
    writeFileSync(join(runs, 'one', folder, file), '')
  }
  expect(await listRuns(runs)).toMatchObject([{ stepToGoOn: 40, damaged }])
  expect((await readRun(join(runs, 'one'), false)).summary).toMatchObject({ stepToGoOn: 40, damaged })
})
