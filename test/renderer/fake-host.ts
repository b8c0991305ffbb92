import {
  calls,
  type Call,
  type CallParams,
  type CallResult,
  type Envelope,
  type Transport,
} from '../../src/shared/app-contract.ts'
import { fakeExplanation } from './fake-explanation.ts'
import type { Correction } from '../../src/shared/corrections.ts'
import { LastlayerError, toErrorMessage } from '../../src/shared/errors.ts'
import type { Recipe } from '../../src/shared/recipe.ts'
import type { Happening, RunEvent } from '../../src/shared/run-events.ts'
import type { RunRecord } from '../../src/shared/run-record.ts'
import type { ListedSweep } from '../../src/shared/sweeps.ts'
import type { Settings } from '../../src/shared/settings.ts'
import { fakeAnswers } from './fake-answers.ts'
import { FakeDesk } from './fake-desk.ts'
import { FakeExports, type ExportParams } from './fake-exports.ts'
import { FakeModels } from './fake-models.ts'
import { FakeNative } from './fake-native.ts'
import { fakeEstimate } from './fake-estimate.ts'
import { fakeFiles } from './fake-files.ts'
import { FakeReadings, labelsOf } from './fake-readings.ts'
import { fakeReport } from './fake-report.ts'
import { FakeSweeps, type SweepParams } from './fake-sweeps.ts'
import { FakeTables } from './fake-tables.ts'
import { examples, fakeRun } from './fake-run.ts'
import { comparisonOf } from './fake-worth.ts'
import { recordOf } from './past-runs.ts'

/** A call that is not among them is answered with an error, until a test needs more. */
type Handlers = { [C in Call]?: (params: never) => CallResult<C> | Promise<CallResult<C>> }

export interface FakeHostOptions {
  readonly host?: 'desktop' | 'web'
  /** Milliseconds between two batches of events, and how many are in a batch. */
  readonly interval?: number
  readonly batch?: number
  /** Runs that there are from the start. */
  readonly history?: readonly RunRecord[]
  readonly settings?: Partial<Settings>
  readonly sweeps?: readonly ListedSweep[]
  /** Folders of sweeps whose sweep.json is damaged. */
  readonly unreadableSweeps?: string[]
  /** Whether native TensorFlow can be installed. */
  readonly offersNative?: boolean
}

/** A whole host in memory: answers every call and plays runs that look like runs. No clock but setTimeout. */
export class FakeHost implements Transport {
  /** Every call so far, for tests that ask what was asked. */
  readonly asked: { call: Call; params: unknown }[] = []
  /** Answers of a test's own, in place of the usual ones. */
  readonly answers: Partial<Record<Call, (params: never) => unknown>> = {}
  readonly #listeners = new Set<(message: unknown) => void>()
  readonly #runs = new Map<string, RunRecord>()
  readonly #aside = new Map<string, RunRecord>()
  readonly #models: FakeModels
  readonly #native: FakeNative
  readonly #exports: FakeExports
  readonly #desk: FakeDesk
  readonly #tables: FakeTables
  readonly #readings: FakeReadings
  readonly #sweeps: FakeSweeps
  readonly #options: Required<Omit<FakeHostOptions, 'history' | 'settings'>>
  #settings: Settings
  #current: { isRunning: boolean; events: RunEvent[]; recipe: Recipe } | null = null
  #stop: 'keep' | 'cancel' | null = null
  #isPaused = false

  constructor({ history = [], settings, ...options }: FakeHostOptions = {}) {
    this.#options = {
      host: 'desktop',
      interval: 100,
      batch: 4,
      sweeps: [],
      unreadableSweeps: [],
      offersNative: false,
      ...options,
    }
    this.#exports = new FakeExports(this.#options.interval, (message) => this.notify(message))
    this.#desk = new FakeDesk(this.#options.interval, (message) => this.notify(message))
    this.#tables = new FakeTables(this.#options.interval, (message) => this.notify(message))
    this.#readings = new FakeReadings(this.#options.interval, (message) => this.notify(message))
    this.#sweeps = new FakeSweeps(
      this.#options.interval,
      (message) => this.notify(message),
      [...this.#options.sweeps],
      ({ recipe }) => this.#keep(fakeRun({ recipe, run: this.#newRun(recipe) }), recipe),
    )
    this.#models = new FakeModels(this.#options.interval, (message) => this.notify(message))
    this.#native = new FakeNative(this.#options.interval, (message) => this.notify(message), this.#options.offersNative)
    this.#settings = {
      theme: 'system',
      language: 'en',
      recentDatasets: [],
      datasetChoices: [],
      recipe: null,
      offline: false,
      hasToured: true,
      ...settings,
    }
    for (const record of history) this.#runs.set(record.summary.folder, record)
  }

  async invoke(call: Call, params: unknown): Promise<Envelope> {
    try {
      const parsed = calls[call].params.parse(structuredClone(params))
      this.asked.push({ call, params: parsed })
      const handler = (this.answers[call] ?? this.#handlers[call]) as ((params: unknown) => unknown) | undefined
      if (handler === undefined) throw new LastlayerError('internal', `The fake host has no answer to ${call}.`)
      return { ok: true, value: structuredClone(await handler(parsed)) }
    } catch (error) {
      return { ok: false, error: toErrorMessage(error) }
    }
  }

  subscribe(onNotification: (message: unknown) => void): () => void {
    this.#listeners.add(onNotification)
    return () => this.#listeners.delete(onNotification)
  }

  pathOf(file: File): string | null {
    return this.#options.host === 'web' ? null : `/home/ada/${file.name}`
  }

  /** Sends a notification, as the host's menu or a test might. */
  notify(message: unknown): void {
    for (const listener of this.#listeners) listener(structuredClone(message))
  }

  /** @param done steps that an earlier process has made */
  #play(recipe: Recipe, run = this.#newRun(recipe), done = 0): void {
    const script = fakeRun({ recipe, run, labels: labelsOf(recipe.dataset), startedAt: Date.now() })
    const current = { isRunning: true, events: [] as RunEvent[], recipe }
    this.#current = current
    this.#stop = null
    this.#isPaused = false
    const send = (events: RunEvent[]): void => {
      current.events.push(...events)
      this.notify({ kind: 'events', events })
    }
    /** How many of the script's events were sent: those of pauses are none. */
    let played = 0
    const sendOwn = (happening: Happening): void => {
      send([{ seq: current.events.length + 1, time: Date.now(), ...happening }])
    }
    let wasPaused = false
    const tick = (): void => {
      const at = played
      if (this.#isPaused !== wasPaused && this.#stop === null) {
        wasPaused = this.#isPaused
        sendOwn(wasPaused ? { kind: 'paused' } : { kind: 'resumed', step: stepOf(current.events) })
      }
      if (wasPaused && this.#stop === null) {
        setTimeout(tick, this.#options.interval)
        return
      }
      if (this.#stop === 'cancel') {
        const error = { code: 'cancelled', message: 'Stopped.' } as const
        sendOwn({ kind: 'failed', error })
        this.#end(error)
        return
      }
      const next = this.#stop === 'keep' ? script.slice(at) : script.slice(at, at + this.#options.batch)
      played += next.length
      const shift = current.events.length - at
      send(next.map((event) => ({ ...event, seq: event.seq + shift })))
      if (played < script.length) setTimeout(tick, this.#options.interval)
      else this.#finish(current, run)
    }
    if (done > 0) {
      played = script.findIndex((event) => event.kind === 'step' && event.step > done)
      send(script.slice(0, played))
      sendOwn({ kind: 'resumed', step: done })
    }
    tick()
  }

  #finish({ events, recipe }: { events: RunEvent[]; recipe: Recipe }, folder: string): void {
    this.#runs.set(folder, recordOf({ events, recipe, folder }))
    this.#end(null)
  }

  #newRun({ dataset }: Recipe): string {
    return `/runs/${dataset.replace(/\W+/g, '-')}-${this.#runs.size + 1}`
  }

  /** Keeps a finished run; returns its folder. */
  #keep(events: RunEvent[], recipe: Recipe): string {
    const folder = this.#newRun(recipe)
    this.#runs.set(folder, recordOf({ events, recipe, folder }))
    return folder
  }

  #end(error: { code: string; message: string } | null): void {
    if (this.#current !== null) this.#current.isRunning = false
    this.notify({ kind: 'ended', error })
  }

  #run(folder: string): RunRecord {
    const record = this.#runs.get(folder)
    if (record === undefined) throw new LastlayerError('usage', `There is no run ${folder}.`)
    return record
  }

  readonly #handlers: Handlers = {
    about: () => ({
      version: '0.1.0',
      host: this.#options.host,
      platform: 'linux',
      bundledModel: '/models/tiny-distilbert-reviews',
    }),
    getSettings: () => this.#settings,
    changeSettings: (change: Partial<Settings>) => {
      this.#settings = { ...this.#settings, ...change }
      this.#models.isOffline = this.#settings.offline
      return this.#settings
    },
    chooseDataset: ({ kind }: { kind: string }) => (kind === 'folder' ? '/home/ada/aclImdb' : '/home/ada/tickets.csv'),
    chooseModel: () => '/models/distilbert-base-uncased',
    chooseDestination: () => '/home/ada/exports',
    takeOpened: () => null,
    listFolder: ({ path }: { path: string | null }) => ({
      path,
      parent: path === null ? null : path.split('/').slice(0, -1).join('/') || null,
      entries:
        path === null
          ? [{ name: '/home/ada', path: '/home/ada', isFolder: true }]
          : [
              { name: 'aclImdb', path: '/home/ada/aclImdb', isFolder: true },
              { name: 'letters', path: '/home/ada/letters', isFolder: true },
              ...Object.keys(fakeFiles).map((name, i) => ({
                name,
                path: `/home/ada/${name}`,
                isFolder: false,
                size: 7 ** (3 + i),
              })),
            ],
    }),
    describeModel: ({ path }: { path: string }) => {
      const isTiny = path.includes('tiny')
      return {
        path,
        name: path.split('/').at(-1) ?? path,
        family: 'distilbert',
        blocks: isTiny ? 4 : 6,
        dim: isTiny ? 192 : 768,
        parameters: isTiny ? 3_500_000 : 66_362_880,
        positions: 512,
        labels: path.includes('answers') ? ['neg', 'pos'] : null,
      }
    },
    featureCache: () => ({ bytes: 1.2e9, inUse: 0, budget: 4e10 }),
    clearFeatures: () => ({ bytes: 0, inUse: 0, budget: 4e10 }),
    diagnostics: () => ({ lines: ['Lastlayer of a test', 'Memory 1 MB'] }),
    listModels: () => this.#models.list(),
    lookUpModel: ({ name }: { name: string }) => this.#models.lookUp(name),
    downloadModel: ({ name }: { name: string }) => this.#models.download(name),
    cancelDownload: () => {
      this.#models.cancel()
      return {}
    },
    deleteModel: ({ path }: { path: string }) => {
      this.#models.delete(path)
      return {}
    },
    listContacts: () => this.#models.contacts(),
    preview: ({ choice }: CallParams<'preview'>) => this.#readings.preview(choice),
    inspect: (params: CallParams<'inspect'>) => this.#readings.inspect(params),
    drawExamples: (params: CallParams<'drawExamples'>) => this.#readings.draw(params),
    cancelInspect: ({ reading }: { reading: number }) => {
      this.#desk.cancel(reading)
      return this.#readings.cancel(reading)
    },
    desk: (params: CallParams<'desk'>) => this.#desk.look(this.#run(params.run), params),
    listCorrections: ({ folder }: { folder: string }) => this.#desk.correct(folder, []),
    correct: ({ folder, changes }: { folder: string; changes: Correction[] }) => this.#desk.correct(folder, changes),
    estimate: ({ recipe }: { recipe: Recipe }) => fakeEstimate(recipe),
    start: ({ recipe }: { recipe: Recipe }) => {
      if (this.#current?.isRunning) throw new LastlayerError('usage', 'A run is going on: stop it first.')
      setTimeout(() => this.#play(recipe), this.#options.interval)
      return {}
    },
    resume: ({ folder }: { folder: string }) => {
      const { summary } = this.#run(folder)
      this.#runs.delete(folder)
      setTimeout(() => this.#play(summary.recipe, folder, summary.stepToGoOn ?? 0), this.#options.interval)
      return {}
    },
    pause: ({ isPaused }: { isPaused: boolean }) => {
      this.#isPaused = isPaused
      return {}
    },
    stop: ({ how }: { how: 'keep' | 'cancel' }) => {
      this.#stop = how
      return {}
    },
    currentRun: () => this.#current,
    listRuns: () => [...this.#runs.values()].map(({ summary }) => summary),
    openRun: ({ folder }: { folder: string }) => this.#run(folder),
    testAnswers: ({ run, query }: CallParams<'testAnswers'>) => fakeAnswers(this.#run(run), query),
    deleteRun: ({ folder }: { folder: string }) => move(folder, this.#runs, this.#aside),
    restoreRun: ({ folder }: { folder: string }) => move(folder, this.#aside, this.#runs),
    listDeleted: () => [...this.#aside.values()].map(({ summary }) => summary).toReversed(),
    captionRun: ({ folder, caption }: CallParams<'captionRun'>) => {
      const { summary, ...record } = this.#run(folder)
      this.#runs.set(folder, { ...record, summary: { ...summary, caption } })
      return {}
    },
    abstain: ({ folder, below }: { folder: string; below: number | null }) => {
      const run = this.#runs.get(folder)
      if (run !== undefined) this.#runs.set(folder, { ...run, abstainBelow: below })
      return {}
    },
    compareRuns: ({ first, second }: { first: string; second: string }) =>
      comparisonOf(this.#runs.get(first)?.summary.report ?? null, this.#runs.get(second)?.summary.report ?? null),
    report: ({ run }: { run: string }) => fakeReport(this.#run(run)),
    listSweeps: () => ({ sweeps: this.#sweeps.list, unreadable: this.#options.unreadableSweeps }),
    estimateSweep: (params: SweepParams) => this.#sweeps.estimate(params),
    startSweep: (params: SweepParams) => {
      this.#sweeps.start(params)
      return {}
    },
    continueSweep: ({ folder }: { folder: string }) => {
      this.#sweeps.goOn(folder)
      return {}
    },
    stopSweep: () => {
      this.#sweeps.stop()
      return {}
    },
    currentSweep: () => this.#sweeps.current,
    showRun: () => ({}),
    exportRun: (params: ExportParams) => this.#exports.run(params),
    cancelExport: () => {
      this.#exports.cancel()
      return {}
    },
    currentExport: () => this.#exports.current,
    nativeSetup: () => this.#native.state,
    installNative: () => this.#native.install(),
    cancelNative: () => this.#native.cancel(),
    declineNative: () => this.#native.decline(),
    explain: ({ text }: CallParams<'explain'>) => fakeExplanation(text),
    predictTable: (params: CallParams<'predictTable'>) => this.#tables.answer(params),
    cancelTable: (params: CallParams<'cancelTable'>) => this.#tables.stop(params),
    predict: ({ texts, files, uploads }: { texts: string[]; files: string[]; uploads: { name: string }[] }) => {
      const all = [
        ...texts.map((text) => ({ text, file: null })),
        ...[...files, ...uploads.map(({ name }) => name)].map((file, i) => ({ text: examples(8)[i % 8].text, file })),
      ]
      const isReadable = ({ file }: { file: string | null }): boolean => file === null || !file.includes('broken')
      return {
        labels: ['neg', 'pos'],
        predictions: all.filter(isReadable).map(({ text, file }) => {
          const pos = /(best|love|wonder|good|great|beautiful|like)/i.test(text) ? 0.934 : 0.121
          const label = pos > 0.5 ? 'pos' : 'neg'
          const tokens = text.split(' ').length + 2
          return { text, file, probs: [1 - pos, pos], label, abstained: false, tokens, truncated: false }
        }),
        rejected: all
          .filter((one) => !isReadable(one))
          .map(({ file }) => ({ file: file ?? '', line: 0, reason: 'Not text: the file holds binary data.' })),
      }
    },
  }
}

function move(folder: string, from: Map<string, RunRecord>, to: Map<string, RunRecord>): Record<string, never> {
  const record = from.get(folder)
  if (record === undefined) throw new LastlayerError('usage', `There is no run ${folder}.`)
  from.delete(folder)
  to.set(folder, record)
  return {}
}

function stepOf(events: readonly RunEvent[]): number {
  const last = events.findLast((event) => event.kind === 'step')
  return last?.kind === 'step' ? last.step : 0
}
