import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  finetune,
  resume,
  type FinetuneOptions,
  type ResumeOptions,
} from '../../../../src/main/trainer/commands/finetune.ts'
import { corrections } from '../../../../src/shared/corrections.ts'
import { writeCorrections } from '../../../../src/main/run-files/corrections-file.ts'
import { interruption } from '../../../../src/shared/errors.ts'
import { PauseSwitch } from '../../../../src/shared/pause.ts'
import { markOf } from '../../../../src/main/disk/process-mark.ts'
import { summarizeRun } from '../../../../src/main/host/runs/run-list.ts'
import { parseRecipe, type RecipeInput } from '../../../../src/shared/recipe.ts'
import { runEvent, type Phase, type RunEvent, type RunReport } from '../../../../src/shared/run-events.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'

const never = new AbortController().signal
const rows = Array.from({ length: 40 }, (_, i) => {
  const [word, label] = i % 2 === 0 ? ['wonderful', 'pos'] : ['terrible', 'neg']
  return `The plot of number ${i} was ${word} they say ${'so '.repeat(i % 4)},${i % 9 === 0 ? 'pos' : label}\n`
})

let model: string
/** For all, as their texts are the same. */
let cache: string
let home: string
let dataset: string
beforeAll(async () => {
  model = await makeTinyModel({ family: 'distilbert' })
  cache = await mkdtemp(join(tmpdir(), 'lastlayer-resume-'))
})
afterAll(() => rm(cache, { recursive: true, force: true }))
beforeEach(async () => {
  home = await temporaryFolder()
  dataset = join(home, 'reviews.csv')
  await writeFile(dataset, `text,label\n${rows.join('')}`)
  const edited = rows.map((row) => ({ digest: hash('sha256', row.split(',')[0].trim()), text: `In truth, ${row}` }))
  await writeCorrections(home, corrections.parse({ corrections: edited.slice(0, 30) }).corrections)
})

const places = () => ({ runs: join(home, 'runs'), cache, models: join(home, 'models') })

async function run(settings: Partial<RecipeInput>, options: Partial<FinetuneOptions> = {}): Promise<RunReport> {
  return finetune({
    recipe: parseRecipe({ dataset, model, learningRate: 3e-3, batchSize: 8, epochs: 2, dropout: 0.1, ...settings }),
    places: places(),
    out: join(home, 'run'),
    signal: never,
    onEvent: () => undefined,
    checkpointShare: Infinity,
    ...options,
  })
}

async function goOn(folder: string, options: Partial<ResumeOptions> = {}) {
  const events: RunEvent[] = []
  const report = await resume({
    run: folder,
    places: places(),
    signal: never,
    onEvent: (event) => events.push(event),
    checkpointShare: Infinity,
    ...options,
  })
  return { report, events }
}

/** A copy of the run's folder as a process that is killed at this moment leaves it. */
function leaveBehind(name: string): string {
  const folder = join(home, name)
  cpSync(join(home, 'run'), folder, { recursive: true })
  writeFileSync(join(folder, 'owner'), markOf(999_999_999))
  return folder
}

const weightsOf = (folder: string): Buffer => readFileSync(join(folder, 'model', 'model.safetensors'))
const logOf = (folder: string): RunEvent[] =>
  readFileSync(join(folder, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => runEvent.parse(JSON.parse(line)))

const answersOf = (folder: string): string => readFileSync(join(folder, 'test-answers.jsonl'), 'utf8')
const stepsOf = (events: readonly RunEvent[]) =>
  events.flatMap((one) => (one.kind === 'step' ? [[one.step, one.loss]] : []))

/** The names of its checkpoints, the newest first. */
function checkpointsOf(folder: string): string[] {
  const seqOf = (name: string): number => Number(name.split('-')[0])
  const names = readdirSync(join(folder, 'checkpoint')).filter((name) => name.endsWith('.json'))
  return names.sort((a, b) => seqOf(b) - seqOf(a))
}

/** Turns one bit of a file, at a share of its length; twice is as before. */
function flip(path: string, place: number): void {
  const bytes = readFileSync(path)
  bytes[Math.floor(place * bytes.length)] ^= 1
  writeFileSync(path, bytes)
}

/** What a report says of the training, wherever and however long it was. */
const outcome = ({ before, epochs, after, savedEpoch, averaged, calibration, yardsticks, search }: RunReport) => ({
  before,
  epochs,
  after,
  savedEpoch,
  averaged,
  calibration,
  yardsticks: yardsticks.map((yardstick) => ({ ...yardstick, seconds: 0 })),
  rates: search?.trials.map((trial) => ({ ...trial, seconds: 0 })),
})

type Moment = (event: RunEvent) => boolean
const at =
  (phase: Phase): Moment =>
  (event) =>
    event.kind === 'progress' && event.phase === phase
const step =
  (number: number): Moment =>
  (event) =>
    event.kind === 'step' && event.step === number

const kinds: [string, Partial<RecipeInput>, Record<string, Moment>][] = [
  [
    'of its last epoch',
    {},
    {
      'before its features': ({ kind }) => kind === 'started',
      'within an epoch': step(7),
      'being saved': at('saving'),
    },
  ],
  ['of a mean', { keep: 'mean', epochs: 3, validationShare: 0.3 }, { 'within its last epoch': step(9) }],
  [
    'of a last training on all texts',
    { keep: 'mean', refit: true, epochs: 3, validationShare: 0.3 },
    { 'within that training': at('refit') },
  ],
  [
    'of its best epoch, on texts that were edited',
    { learningRate: 0.05, keep: 'best', validationShare: 0.3, corrections: 'corrections.json' },
    { 'in its yardsticks': at('yardsticks') },
  ],
]

describe('A run whose process was killed comes to the same end, bit for bit', () => {
  test.each(kinds)('%s', async (_, settings, moments) => {
    const left = new Map<string, string>()
    const own = settings.corrections ? { corrections: join(home, settings.corrections) } : {}
    const whole = await run(
      { ...settings, ...own },
      {
        onEvent: (event) => {
          for (const [name, isMoment] of Object.entries(moments)) {
            if (!left.has(name) && isMoment(event)) left.set(name, leaveBehind(name))
          }
        },
      },
    )
    expect([...left.keys()]).toEqual(Object.keys(moments))
    // What becomes of it is no matter to the run.
    rmSync(dataset)
    rmSync(join(home, 'corrections.json'))
    for (const [name, folder] of left) {
      const { report, events } = await goOn(folder)
      expect(weightsOf(folder).equals(weightsOf(whole.run)), name).toBe(true)
      expect(outcome(report), name).toEqual(outcome(whole))
      expect(answersOf(folder), name).toBe(answersOf(whole.run))
      expect(answersOf(folder).includes('In truth,')).toBe(settings.corrections !== undefined)
      expect(events).toEqual(logOf(folder))
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
      expect(stepsOf(events), name).toEqual(stepsOf(logOf(whole.run)))
      expect(readdirSync(folder).sort()).toEqual(readdirSync(whole.run).sort())
    }
  })
})

test('Of two checkpoints the damaged one is passed over, which is said; with none left, training begins anew', async () => {
  const folders: string[] = []
  const whole = await run(
    {},
    { onEvent: (event) => step(7)(event) && folders.push(leaveBehind('one'), leaveBehind('both')) },
  )
  const [one, both] = folders
  flip(join(one, 'checkpoint', checkpointsOf(one)[0]), 0.7)
  for (const name of checkpointsOf(both)) flip(join(both, 'checkpoint', name), 0.5)
  for (const [folder, sentence] of [
    [one, /damaged: training goes on at step 5,/],
    [both, /damaged: training begins anew,/],
  ] as const) {
    const { events } = await goOn(folder)
    const notices = events.flatMap((event) => (event.kind === 'notice' ? [event.message] : []))
    expect(notices).toContainEqual(expect.stringMatching(sentence))
    expect(weightsOf(folder).equals(weightsOf(whole.run))).toBe(true)
  }
})

test('A run that another machine has taken, while this one slept, is left to that one with all it needs', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const folder = join(home, 'run')
  const upstairs = '999999999.abcdef.upstairs'
  const onEvent = (event: RunEvent): void => {
    if (!step(3)(event)) return
    writeFileSync(join(folder, 'owner'), upstairs)
    vi.advanceTimersByTime(30_000)
  }
  await expect(run({ epochs: 20 }, { onEvent })).rejects.toThrow(/it is left to that one/)
  expect(readFileSync(join(folder, 'owner'), 'utf8')).toBe(upstairs)
  expect(readdirSync(join(folder, 'inputs'))).toContain('examples.jsonl')
  expect(readFileSync(join(folder, 'events.jsonl'), 'utf8')).not.toContain('"kind":"failed"')
})

test('A run is gone on with only if it was broken off, by one process, from what it has kept', async () => {
  const broken = new AbortController()
  const onEvent = (event: RunEvent): void => {
    if (step(3)(event)) broken.abort(interruption())
  }
  await expect(run({}, { signal: broken.signal, onEvent, checkpointShare: 0 })).rejects.toMatchObject({
    code: 'interrupted',
  })
  const folder = join(home, 'run')
  expect(await summarizeRun(folder)).toMatchObject({ status: 'interrupted', stepToGoOn: 3 })

  writeFileSync(join(folder, 'owner'), markOf(process.ppid))
  await expect(goOn(folder)).rejects.toMatchObject({ message: expect.stringMatching(/A process works on the run/) })
  rmSync(join(folder, 'owner'))
  flip(join(folder, 'inputs', 'texts'), 0.5)
  await expect(goOn(folder)).rejects.toMatchObject({ message: expect.stringMatching(/texts is not what this run/) })
  flip(join(folder, 'inputs', 'texts'), 0.5)
  await goOn(folder)
  expect(await summarizeRun(folder)).toMatchObject({ status: 'finished', stepToGoOn: null })
  await expect(goOn(folder)).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(/it is finished/) })
})

test('A training that could not be saved is saved when it is gone on with, and not made again', async () => {
  const whole = await run({}, { out: join(home, 'whole') })
  const folder = join(home, 'run')
  const onEvent = (event: RunEvent): void => {
    if (at('saving')(event)) cpSync(dataset, join(folder, 'model', 'letters.csv'))
  }
  await expect(run({}, { onEvent })).rejects.toMatchObject({ code: 'output' })
  expect(await summarizeRun(folder)).toMatchObject({ status: 'failed', stepToGoOn: 8 })
  const failing = goOn(folder)
  await expect(failing).rejects.toMatchObject({ message: expect.stringMatching(/already holds letters\.csv/) })
  rmSync(join(folder, 'model'), { recursive: true })
  const { events } = await goOn(folder)
  const resumed = events.findLastIndex(({ kind }) => kind === 'resumed')
  expect(events.slice(resumed).filter(({ kind }) => kind === 'step')).toEqual([])
  expect(weightsOf(folder).equals(weightsOf(whole.run))).toBe(true)
})

test('A run that is cancelled keeps nothing to go on with, also when it was gone on with', async () => {
  const folder = join(home, 'run')
  const onEvent = (event: RunEvent) => step(6)(event) && leaveBehind('killed')
  await run({}, { onEvent })
  const cancel = new AbortController()
  const signal = cancel.signal
  const going = goOn(join(home, 'killed'), { signal, onEvent: (event) => step(7)(event) && cancel.abort() })
  await expect(going).rejects.toMatchObject({ code: 'cancelled' })
  expect(await summarizeRun(join(home, 'killed'))).toMatchObject({ status: 'cancelled', stepToGoOn: null })
  expect(await summarizeRun(folder)).toMatchObject({ status: 'finished' })
})

test('A paused run holds still, keeps a checkpoint, and goes on to the same end', async () => {
  const whole = await run({}, { out: join(home, 'whole') })
  const pause = new PauseSwitch()
  const seen: string[] = []
  await run({}, {
    pause,
    checkpointShare: 0,
    onEvent: (event) => {
      if (step(4)(event)) pause.isOn = true
      if (pause.isOn) seen.push(event.kind)
      if (event.kind !== 'paused') return
      expect(checkpointsOf(join(home, 'run'))[0]).toMatch(/-step-4\.json$/)
      setTimeout(() => (pause.isOn = false), 20)
    },
  }) // prettier-ignore
  expect(seen).toEqual(['step', 'paused'])
  expect(logOf(join(home, 'run'))).toContainEqual(expect.objectContaining({ kind: 'resumed', step: 4 }))
  expect(weightsOf(join(home, 'run')).equals(weightsOf(whole.run))).toBe(true)
})

test('A run that ran out of memory goes on in smaller slices to nearly the same weights, and its events go on', async () => {
  await run({ epochs: 1 })
  const whole = weightsOf(join(home, 'run'))
  rmSync(join(home, 'run'), { recursive: true })

  let folder = ''
  const stop = new AbortController()
  await expect(
    run(
      { epochs: 1 },
      {
        signal: stop.signal,
        onEvent: (event) => {
          if (!step(3)(event)) return
          folder = leaveBehind('short')
          stop.abort()
        },
      },
    ),
  ).rejects.toMatchObject({ code: 'cancelled' })
  const before = logOf(folder).length
  const { events } = await goOn(folder, { lacksMemory: true })
  expect(events[0]).toMatchObject({ seq: before + 1, kind: 'resumed', step: 2 })
  expect(logOf(folder).map(({ seq }) => seq)).toEqual(Array.from({ length: before + events.length }, (_, i) => i + 1))
  const weights = weightsOf(folder)
  expect(weights.equals(whole)).toBe(false)
  const headerEnd = 8 + Number(weights.readBigUInt64LE(0))
  const numbersOf = (bytes: Buffer): Float32Array => new Float32Array(Uint8Array.from(bytes.subarray(headerEnd)).buffer)
  const others = numbersOf(whole)
  const differences = numbersOf(weights).map((value, i) => Math.abs(value - others[i]))
  expect(differences.reduce((most, one) => Math.max(most, one))).toBeLessThan(1e-5)
})
