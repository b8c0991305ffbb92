import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppHost, type OwnCalls } from '../../../../src/main/host/app/app.ts'
import { markOf } from '../../../../src/main/disk/process-mark.ts'
import { answer, type Handlers } from '../../../../src/main/host/app/calls.ts'
import { calls, mostTableRows, type Call, type Notification } from '../../../../src/shared/app-contract.ts'
import { settings, type Settings } from '../../../../src/shared/settings.ts'
import type { Places } from '../../../../src/shared/contract.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import type { Happening } from '../../../../src/shared/run-events.ts'
import { tableHead } from '../../../support/table-head.ts'
import { modelFolderFacts } from '../../../support/report-facts.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { runReport } from '../../../support/run-report.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const recipe = parseRecipe({ dataset: 'sample:reviews', model: '/models/tiny' })
const device = { backend: 'wasm', device: 'cpu', why: 'a test' } as const

let places: Places
let trainers: FakeTrainer[]
/** What trainers that are still to come answer. */
let prepared: FakeTrainer['answers']
let host: AppHost
let handlers: Handlers
let opened: [path: string, how: string][]
let notifications: Notification[]
let readOnly: Error | null
let stored: Settings

let folder: string

beforeEach(async () => {
  folder = await temporaryFolder()
  places = { runs: join(folder, 'runs'), cache: join(folder, 'cache'), models: join(folder, 'models') }
  trainers = []
  prepared = {}
  opened = []
  // This test's own: a timer of the one before may still notify.
  const own: Notification[] = (notifications = [])
  stored = settings.parse({})
  readOnly = null
  host = new AppHost({
    host: 'web',
    places,
    uploads: folder,
    settings: {
      read: () => stored,
      write: (value) => {
        if (readOnly !== null) throw readOnly
        stored = value
      },
    },
    notices: ['Something was removed.'],
    newTrainer: () => trainers[trainers.push(Object.assign(new FakeTrainer(), { answers: { ...prepared } })) - 1],
    notify: (notification) => own.push(notification),
  })
  await host.open()
  const none = async (): Promise<never> => {
    throw new LastlayerError('usage', 'Not here.')
  }
  const ownCalls: OwnCalls = {
    chooseDataset: none,
    chooseModel: none,
    chooseDestination: none,
    takeOpened: none,
    listFolder: none,
    showRun: none,
    openFile: async (path, how) => void opened.push([path, how]),
  }
  handlers = host.handlers(ownCalls)
})

afterEach(() => vi.useRealTimers())

const [running, asking] = [() => trainers[0], () => trainers[1]]

/** The value of a call, through the same door as a page's. */
async function call(name: Call, params: unknown = {}): Promise<unknown> {
  const envelope = await answer(handlers, name, params)
  if (!envelope.ok) throw new LastlayerError(envelope.error.code, envelope.error.message)
  return envelope.value
}

function startedIn(run: string): Happening {
  return { kind: 'started', run, recipe, device, blocks: 2, trainableParameters: 10 }
}

/** Starts a run and lets it tell its first event. */
async function start(first: Happening = { kind: 'notice', message: 'begun' }): Promise<void> {
  const starting = call('start', { recipe })
  await vi.waitFor(() => expect(running().asked).not.toEqual([]))
  running().tell(first)
  await starting
}

/** A run on disk, as the trainer leaves it. */
function writeRun(name: string, events: Happening[], files: Record<string, unknown> = {}): string {
  const run = join(places.runs, name)
  mkdirSync(run, { recursive: true })
  const lines = events.map((event, i) => JSON.stringify({ seq: i + 1, time: 1000 * (i + 1), ...event }))
  writeFileSync(join(run, 'events.jsonl'), lines.map((line) => `${line}\n`).join(''))
  for (const [file, value] of Object.entries({ 'recipe.json': recipe, ...files })) {
    mkdirSync(dirname(join(run, file)), { recursive: true })
    writeFileSync(join(run, file), JSON.stringify(value))
  }
  return run
}

test('Every call of the contract has a handler, and no other name has', async () => {
  expect(Object.keys(handlers).sort()).toEqual(Object.keys(calls).sort())
  for (const handler of Object.values(handlers)) expect(handler).toBeTypeOf('function')
  await expect(call('about')).resolves.toMatchObject({ host: 'web' })
  for (const name of ['toString', '__proto__', 'nothing']) {
    await expect(answer(handlers, name, {})).resolves.toMatchObject({ ok: false, error: { code: 'usage' } })
  }
})

test('An estimate has a trainer of its own, which ends with it, also where it fails', async () => {
  for (const nth of [2, 3]) {
    await expect(call('estimate', { recipe })).rejects.toMatchObject({ code: 'internal' })
    expect(trainers).toHaveLength(nth + 1)
    expect(trainers[nth].asked).toMatchObject([{ command: 'estimate', params: { recipe } }])
    expect(trainers[nth].closed).toEqual(['closed'])
  }
  expect([running().asked, asking().asked]).toEqual([[], []])
})

test('A run that has begun ends an estimate that is being measured', async () => {
  prepared.estimate = () => new Promise(() => undefined)
  void call('estimate', { recipe })
  const [estimating] = trainers.slice(-1)
  await start()
  expect(estimating.closed).toEqual(['closed'])
  await expect(call('estimate', { recipe })).rejects.toMatchObject({ code: 'cancelled' })
})

test('Parameters that are not understood name the setting', async () => {
  await expect(call('start', { recipe: { ...recipe, epochs: 0 } })).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/does not fit: recipe\.epochs: /),
  })
})

test('A defect in a handler is an envelope, not an exception', async () => {
  const broken = { ...handlers, listRuns: () => Promise.reject(new TypeError('no such luck')) }
  await expect(answer(broken, 'listRuns', {})).resolves.toEqual({
    ok: false,
    error: { code: 'internal', message: 'no such luck' },
  })
})

test('A change of one setting leaves the others as they were', async () => {
  await call('changeSettings', { recentDatasets: ['/texts'] })
  await expect(call('changeSettings', { theme: 'dark' })).resolves.toEqual({
    theme: 'dark',
    language: 'system',
    recentDatasets: ['/texts'],
    datasetChoices: [],
    recipe: null,
    offline: false,
    hasToured: false,
  })
})

test('Settings that cannot be written say why', async () => {
  readOnly = Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS', syscall: 'open' })
  await expect(call('changeSettings', { theme: 'dark' })).rejects.toMatchObject({
    code: 'output',
    message: expect.stringMatching(/^The settings could not be written: the disk is read-only/),
  })
})

test('Questions go to a trainer of their own, so that they cannot end a run', async () => {
  asking().answers = { predict: () => ({ labels: [], predictions: [], rejected: [] }) }
  await start()
  await call('predict', { model: '/m', texts: ['good'], files: [], uploads: [] })
  expect(running().asked.map(({ command }) => command)).toEqual(['finetune'])
  expect(asking().asked.map(({ command }) => command)).toEqual(['predict'])
})

test('Starting answers at the first event, and a second start is refused', async () => {
  await start()
  await expect(call('start', { recipe })).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringMatching(/is going on/),
  })
  await expect(call('currentRun')).resolves.toMatchObject({ isRunning: true, events: [{ seq: 1 }], recipe })
})

test('What the host has to tell is for the first run that begins, and for no other', async () => {
  const told: unknown[] = []
  const failing = call('start', { recipe })
  await vi.waitFor(() => expect(running().asked).not.toEqual([]))
  running().fail(new LastlayerError('model', 'No config.json.'))
  await expect(failing).rejects.toThrow()
  for (let i = 0; i < 2; i++) {
    running().asked.length = 0
    await start()
    running().finish(runReport())
    await vi.waitFor(() => expect(notifications.at(-1)).toMatchObject({ kind: 'ended' }))
    notifications.length = 0
    told.push(running().asked[0].params)
  }
  expect(told).toMatchObject([{ notices: ['Something was removed.'] }, { notices: [] }])
})

test('What fails before the first event is the answer to start, and no run', async () => {
  const starting = call('start', { recipe })
  await vi.waitFor(() => expect(running().asked).not.toEqual([]))
  running().fail(new LastlayerError('model', 'No config.json.'))
  await expect(starting).rejects.toMatchObject({ code: 'model', message: 'No config.json.' })
  await expect(call('currentRun')).resolves.toBeNull()
  expect(notifications).toEqual([])
})

test('Events come in order, at most ten times a second, and all before the end', async () => {
  await start()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const tell = (message: string): unknown => running().tell({ kind: 'notice', message })
  for (let i = 0; i < 250; i++) {
    tell(String(i))
    vi.advanceTimersByTime(10)
  }
  tell('last')
  vi.useRealTimers()
  running().tell({ kind: 'finished', report: runReport() })
  running().finish(runReport())
  await vi.waitFor(() => expect(notifications.at(-1)).toEqual({ kind: 'ended', error: null }))
  const batches = notifications.filter((notification) => notification.kind === 'events')
  expect(batches.length).toBeLessThanOrEqual(28)
  const seqs = batches.flatMap(({ events }) => events.map(({ seq }) => seq))
  expect(seqs).toEqual(Array.from({ length: 253 }, (_, i) => i + 1))
  await expect(call('currentRun')).resolves.toMatchObject({ isRunning: false })
})

test('Stopping to keep asks the trainer to finish; stopping to cancel ends the run as cancelled', async () => {
  await expect(call('stop', { how: 'keep' })).rejects.toMatchObject({ message: 'No fine-tuning is going on.' })
  await start()
  const early = 'Nothing is trained yet, so there is nothing to keep: cancel the run instead.'
  await expect(call('stop', { how: 'keep' })).rejects.toMatchObject({ code: 'usage', message: early })
  running().tell({ kind: 'step', step: 1, steps: 2, epoch: 1, loss: 1, learningRate: 1, gradientNorm: 1 })
  await call('stop', { how: 'keep' })
  expect(running().wasToldToFinish).toBe(true)
  await call('stop', { how: 'cancel' })
  await vi.waitFor(() => expect(notifications.at(-1)).toMatchObject({ kind: 'ended', error: { code: 'cancelled' } }))
  const { events } = (await call('currentRun')) as { events: Happening[] }
  expect(events.at(-1)).toMatchObject({ kind: 'failed', error: { code: 'cancelled' } })
})

test('A report is written anew before it is opened, and only of a run of this host', async () => {
  const run = writeRun('one', [])
  await call('listRuns')
  asking().answers.report = () => ({ facts: modelFolderFacts, markdown: 'card', html: 'page' })
  await call('openReport', { folder: run, how: 'open' })
  expect(opened).toEqual([[join(run, 'report.html'), 'open']])
  expect(readFileSync(join(run, 'report.html'), 'utf8')).toBe('page')
  await expect(call('openReport', { folder, how: 'open' })).rejects.toMatchObject({ code: 'usage' })
  await expect(call('abstain', { folder, below: 0.8 })).rejects.toMatchObject({ code: 'usage' })
})

test('A run is paused and goes on, and is broken off where the application ends', async () => {
  await expect(call('pause', { isPaused: true })).rejects.toMatchObject({ message: 'No fine-tuning is going on.' })
  await start()
  for (const isPaused of [true, false]) {
    await call('pause', { isPaused })
    expect(running().pause?.isOn).toBe(isPaused)
  }
  await host.close()
  expect(notifications.at(-1)).toMatchObject({ kind: 'ended', error: { code: 'interrupted' } })
})

test('A run that was broken off is gone on with, among the runs of this host alone', async () => {
  const error = { code: 'interrupted', message: 'The run was broken off.' } as const
  const files = { 'inputs/examples.jsonl': [], 'checkpoint/9-step-5.json': {} }
  const run = writeRun('one', [startedIn('x'), { kind: 'failed', error }], files)
  await expect(call('listRuns')).resolves.toMatchObject([{ status: 'interrupted', stepToGoOn: 5 }])
  await expect(call('resume', { folder })).rejects.toMatchObject({ message: expect.stringMatching(/not in the runs/) })
  const going = call('resume', { folder: run })
  await vi.waitFor(() => expect(running().asked).toMatchObject([{ command: 'resume', params: { run } }]))
  running().tell(startedIn(run))
  await going
  await expect(call('currentRun')).resolves.toMatchObject({ isRunning: true, recipe })
  await expect(call('listRuns')).resolves.toMatchObject([{ status: 'running', stepToGoOn: null }])
  await expect(call('resume', { folder: run })).rejects.toMatchObject({ message: expect.stringMatching(/is going on/) })
})

test('A run whose trainer dies gets an ending on disk and in the window, and the next one works', async () => {
  const run = writeRun('dying', [startedIn(join(places.runs, 'dying')), { kind: 'notice', message: 'on disk only' }])
  const log = join(run, 'events.jsonl')
  writeFileSync(log, `${readFileSync(log, 'utf8')}{"seq":3,"ti`)
  await start(startedIn(run))
  await expect(call('listRuns')).resolves.toMatchObject([{ folder: run, status: 'running' }])
  running().fail(new LastlayerError('interrupted', 'The trainer process ended early: it was killed.'))
  await vi.waitFor(() => expect(notifications.at(-1)).toMatchObject({ kind: 'ended', error: { code: 'interrupted' } }))

  const ending = { seq: 3, kind: 'failed', error: { code: 'interrupted' } }
  expect(JSON.parse(readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? '')).toMatchObject(ending)
  await expect(call('listRuns')).resolves.toMatchObject([{ folder: run, status: 'interrupted' }])
  await expect(call('openRun', { folder: run })).resolves.toMatchObject({ events: [{ seq: 1 }, { seq: 2 }, ending] })
  await start()
  await expect(call('currentRun')).resolves.toMatchObject({ isRunning: true, events: [{ seq: 1 }] })
})

test('An end that the trainer could log but not tell counts', async () => {
  const run = writeRun('done', [startedIn('x'), { kind: 'finished', report: runReport() }])
  await start(startedIn(run))
  running().fail(new LastlayerError('interrupted', 'Gone.'))
  await vi.waitFor(() => expect(notifications.at(-1)).toEqual({ kind: 'ended', error: null }))
})

test('A folder that the trainer has removed is not made again', async () => {
  const run = join(places.runs, 'removed')
  await start(startedIn(run))
  running().fail(new LastlayerError('dataset', 'Nothing to train on.'))
  await vi.waitFor(() => expect(notifications.at(-1)).toMatchObject({ kind: 'ended', error: { code: 'dataset' } }))
  expect(existsSync(run)).toBe(false)
})

test('A run is opened with what can be read of it', async () => {
  const run = writeRun('partly', [startedIn('x'), { kind: 'finished', report: runReport() }], {
    'dataset.json': { nonsense: true },
    'examples.json': { nowRightCount: 7, nowWrongCount: 2, nowRight: [], nowWrong: [] },
  })
  writeFileSync(join(run, 'events.jsonl'), `not json\n${readFileSync(join(run, 'events.jsonl'), 'utf8')}{"seq":`)
  await expect(call('openRun', { folder: run })).resolves.toMatchObject({
    dataset: null,
    events: [{ seq: 1 }, { seq: 2 }],
    examples: { nowRightCount: 7, nowWrongCount: 2 },
  })
  await expect(call('openRun', { folder: folder })).rejects.toMatchObject({
    message: expect.stringMatching(/recipe\.json/),
  })
})

test('Corrections are kept in the folder of a run, and nowhere else', async () => {
  const run = writeRun('one', [startedIn('x')])
  const one = { digest: 'a'.repeat(64), label: 'pos', text: null, isLeftOut: false }
  const other = { ...one, digest: 'b'.repeat(64) }
  await expect(call('listCorrections', { folder: run })).resolves.toEqual({ corrections: [] })
  // Two at once: neither is lost.
  await Promise.all([one, other].map((change) => call('correct', { folder: run, changes: [change] })))
  await expect(call('listCorrections', { folder: run })).resolves.toEqual({ corrections: [one, other] })
  const nothing = { digest: one.digest, label: null, text: null, isLeftOut: false }
  await expect(call('correct', { folder: run, changes: [nothing] })).resolves.toEqual({ corrections: [other] })
  for (const elsewhere of [folder, join(places.runs, 'none')]) {
    await expect(call('correct', { folder: elsewhere, changes: [one] })).rejects.toThrow(
      /no run|not in the runs folder/,
    )
  }
  await expect(call('desk', { run: folder, offset: 0, limit: 1, reading: 1 })).rejects.toThrow(/not in the runs folder/)
})

test('A deleted run can be brought back until the next start', async () => {
  const run = writeRun('one', [startedIn('x')])
  await call('deleteRun', { folder: run })
  await expect(call('listRuns')).resolves.toEqual([])
  await call('restoreRun', { folder: run })
  await expect(call('listRuns')).resolves.toMatchObject([{ name: 'one' }])
  await call('deleteRun', { folder: run })
  await host.open()
  await expect(call('restoreRun', { folder: run })).rejects.toMatchObject({
    message: expect.stringMatching(/cannot be brought back/),
  })
})

test('What another session has deleted stays until that one has ended; so do not older ones', async () => {
  const of = (mark: string): string => join(folder, 'deleted-runs', mark, 'one')
  const marks = [markOf(process.ppid), markOf(999_999_999), '2026-of-an-earlier-version']
  for (const mark of marks) mkdirSync(of(mark), { recursive: true })
  await host.open()
  expect(marks.map((mark) => existsSync(of(mark)))).toEqual([true, false, false])
})

test('Only a run in the runs folder can be deleted, and not the one that goes on', async () => {
  const precious = join(folder, 'precious')
  mkdirSync(precious)
  const run = writeRun('one', [startedIn('x')])
  symlinkSync(precious, join(places.runs, 'link'))
  const bad = [
    precious,
    places.runs,
    join(run, 'model'),
    join(places.runs, '..', 'precious'),
    join(places.runs, 'link'),
  ]
  for (const path of bad) await expect(call('deleteRun', { folder: path })).rejects.toMatchObject({ code: 'usage' })
  await start(startedIn(run))
  await expect(call('deleteRun', { folder: run })).rejects.toMatchObject({ message: expect.stringMatching(/going on/) })
  expect(existsSync(precious) && existsSync(run)).toBe(true)
})

test('The model of a run that goes on is not deleted, nor is a folder of another kind', async () => {
  const path = join(places.models, 'acme--tiny')
  const starting = call('start', { recipe: { ...recipe, model: path } })
  await vi.waitFor(() => expect(running().asked).not.toEqual([]))
  await expect(call('deleteModel', { path })).rejects.toMatchObject({
    message: expect.stringMatching(/A fine-tuning uses this model/),
  })
  running().tell(startedIn(join(places.runs, 'one')))
  await starting
  await expect(call('deleteModel', { path })).rejects.toMatchObject({
    message: expect.stringMatching(/A fine-tuning uses this model/),
  })
  await expect(call('deleteModel', { path: folder })).rejects.toMatchObject({
    message: expect.stringMatching(/Nothing was deleted/),
  })
})

test('Uploads are lent as files, called by their names in the answer, and gone afterwards', async () => {
  let seen: string[] = []
  asking().answers = {
    predict: ({ files }) => {
      seen = files.map((file) => readFileSync(file, 'utf8'))
      const probs = [0, 1]
      const one = { text: seen[0], file: files[1], probs, label: 'pos', tokens: 3, abstained: false, truncated: false }
      return {
        labels: ['neg', 'pos'],
        predictions: [one],
        rejected: [{ file: files[2], line: 0, reason: `Cannot be read: ${files[2]}.` }],
      }
    },
  }
  const before = readdirSync(tmpdir())
  const uploads = ['lovely', 'awful'].map((text, i) => ({
    name: `../${i}.txt`,
    base64: Buffer.from(text).toString('base64'),
  }))
  writeFileSync(join(folder, 'own.txt'), 'own')
  await expect(
    call('predict', { model: '/m', texts: [], files: [join(folder, 'own.txt')], uploads }),
  ).resolves.toMatchObject({
    predictions: [{ file: '../0.txt' }],
    rejected: [{ file: '../1.txt', reason: 'Cannot be read: ../1.txt.' }],
  })
  expect(seen).toEqual(['own', 'lovely', 'awful'])
  const leftovers = readdirSync(tmpdir()).filter(
    (name) => /^lastlayer-(uploads|call)-/.test(name) && !before.includes(name),
  )
  expect(leftovers).toEqual([])
})

test('Too many uploads are refused before anything is written', async () => {
  const uploads = Array.from({ length: 1001 }, () => ({ name: 'a.txt', base64: '' }))
  await expect(call('predict', { model: '/m', texts: [], files: [], uploads })).rejects.toMatchObject({
    message: '1001 files are too many at once: at most 1000.',
  })
  expect(asking().asked).toEqual([])
})

const row = {
  line: 2,
  cells: ['good'],
  answer: { label: 'pos', probs: [0.1, 0.9], abstained: false, truncated: false },
  about: 'good',
}

/** Lets the trainer answer a table with so many rows, over and over. */
function answerRows(count: number): void {
  asking().answers = {
    predictTable: async ({ path }, { onProgress, signal }) => {
      onProgress?.({ ...tableHead, notes: [`Read ${path}.`] })
      for (let i = 0; i < 4 && !signal?.aborted; i++) onProgress?.({ kind: 'rows', rows: new Array(count).fill(row) })
      if (signal?.aborted) throw new LastlayerError('cancelled', 'Stopped.')
      const leftOut = { count: 1, rows: [{ file: path, line: 3, reason: 'No text.' }] }
      return { kind: 'answered', answered: 4 * count, truncated: 0, leftOut }
    },
  }
}

const table = { ticket: 'mine', model: '/m', path: '/a.csv', upload: null, reading: {} }

test("A table's answers come in notifications with the ticket of the page", async () => {
  answerRows(2)
  await expect(call('predictTable', table)).resolves.toMatchObject({ kind: 'answered', answered: 8 })
  const told = notifications.filter(({ kind }) => kind === 'answers')
  expect(told[0]).toEqual({ kind: 'answers', ticket: 'mine', progress: { ...tableHead, notes: ['Read /a.csv.'] } })
  expect(told[1]).toMatchObject({ ticket: 'mine', progress: { kind: 'rows', rows: [row, row] } })
})

test('An uploaded table lies in a file of that ending while it is read, and keeps its name for the person', async () => {
  answerRows(1)
  const upload = { name: '../my reviews.CSV', base64: btoa('text\ngood\n') }
  const result = await call('predictTable', { ...table, path: null, upload })
  const [{ params }] = asking().asked
  const { path } = params as { path: string }
  expect(path.startsWith(folder)).toBe(true)
  expect(path).toMatch(/0\.CSV$/)
  expect(existsSync(path)).toBe(false)
  expect(result).toMatchObject({ leftOut: { rows: [{ file: '../my reviews.CSV' }] } })
  expect(notifications.find(({ kind }) => kind === 'answers')).toMatchObject({
    progress: { notes: ['Read ../my reviews.CSV.'] },
  })
})

test('A table is answered up to a limit, and the way past it is told', async () => {
  answerRows(mostTableRows / 2)
  await expect(call('predictTable', table)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/first 100,000 rows.*predict RUN --file/),
  })
  expect(notifications.filter(({ kind }) => kind === 'answers')).toHaveLength(3)
})

test('A table is stopped by its ticket, and no other', async () => {
  let stopped: AbortSignal | undefined
  asking().answers = {
    predictTable: (_, { signal }) =>
      new Promise((_, reject) => {
        stopped = signal
        signal?.addEventListener('abort', () => reject(new LastlayerError('cancelled', 'Stopped.')))
      }),
  }
  const asked = call('predictTable', table)
  await call('cancelTable', { ticket: 'other' })
  expect(stopped?.aborted).toBe(false)
  await call('cancelTable', { ticket: 'mine' })
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
})

test('Nothing is no table', async () => {
  await expect(call('predictTable', { ...table, path: null })).rejects.toMatchObject({ code: 'usage' })
})

test('Closing breaks the run off and ends both trainers', async () => {
  await start()
  await host.close()
  expect(notifications.at(-1)).toMatchObject({ kind: 'ended', error: { code: 'interrupted' } })
  expect(trainers.map(({ closed }) => closed.length)).toEqual([1, 1])
})
