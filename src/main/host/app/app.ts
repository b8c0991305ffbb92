import { dirname, join, resolve } from 'node:path'
import manifest from '../../../../package.json' with { type: 'json' }
import type { Notification } from '../../../shared/app-contract.ts'
import type { Estimate, Places } from '../../../shared/contract.ts'
import { cacheState, clearFeatures } from '../../cache/feature-folders.ts'
import { writing } from '../../disk/atomic-files.ts'
import { writeCaption } from '../../run-files/caption.ts'
import { correctionsOf } from '../../run-files/corrections-file.ts'
import { holderOfRun } from '../../disk/run-owner.ts'
import { sweepLeftovers } from '../../run-files/leftovers.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { reportFiles } from '../../../shared/report-facts.ts'
import type { Settings } from '../../../shared/settings.ts'
import type { Handlers } from './calls.ts'
import { changeCorrections } from '../runs/corrections.ts'
import { CurrentRun, type Trainer } from '../runs/current-run.ts'
import { Answers } from './answers.ts'
import { gatherDiagnostics } from './diagnostics.ts'
import { Exports } from './exports.ts'
import { NativeSetup, type NativeSetupOptions } from './native-setup.ts'
import type { Contacts } from '../hub/requests.ts'
import { Models } from '../models/model-calls.ts'
import { writeReportFiles } from '../runs/report-files.ts'
import { readRun } from '../runs/run-record.ts'
import { Trash } from '../runs/trash.ts'
import { bundledModel } from '../paths.ts'
import { Readings } from './readings.ts'
import { abstain } from '../runs/abstention.ts'
import { listRuns, summarizeRun } from '../runs/run-list.ts'
import { Sweeps } from '../sweeps/sweep-calls.ts'

/** What remembers the settings: electron-store in the desktop, a file in the web host. */
export interface SettingsStore {
  read(): Settings
  write(settings: Settings): void
}

export interface AppHostOptions {
  readonly host: 'desktop' | 'web'
  readonly places: Places
  readonly settings: SettingsStore
  /** An existing folder of our own in which uploaded files may lie for the time of a call. */
  readonly uploads: string
  /** What the person should be told of this start: the next run says it. */
  readonly notices?: readonly string[]
  /** One trainer is for the run, another answers questions: a model that crashes it takes no run along. */
  readonly newTrainer: () => Trainer
  readonly notify: (notification: Notification) => void
  /** See {@link NativeSetupOptions}. */
  readonly setupTools?: NativeSetupOptions['tools']
}

/** What only the desktop or only the web host can answer. */
export type OwnCalls = Pick<
  Handlers,
  'chooseDataset' | 'chooseModel' | 'chooseDestination' | 'takeOpened' | 'listFolder' | 'showRun'
> & {
  /** Opens a file that the host has just written, or shows it in its folder; the web host has a link instead. */
  readonly openFile: (path: string, how: 'open' | 'show') => Promise<void>
}

/** Everything that a window may ask, over the trainer; the same for the desktop and the web host. */
export class AppHost {
  readonly run: CurrentRun
  readonly #options: AppHostOptions
  readonly #runTrainer: Trainer
  readonly #trainer: Trainer
  readonly #sweeps: Sweeps
  readonly #trash: Trash
  readonly #models: Models
  readonly #exports: Exports
  readonly #answers: Answers
  readonly #readings: Readings
  readonly #native: NativeSetup
  readonly #estimating = new Set<Trainer>()

  constructor(options: AppHostOptions) {
    this.#options = options
    this.#runTrainer = options.newTrainer()
    this.#trainer = options.newTrainer()
    this.run = new CurrentRun(this.#runTrainer, options.places, options.notify, options.notices)
    this.#sweeps = new Sweeps({
      places: options.places,
      runTrainer: this.#runTrainer,
      trainer: this.#trainer,
      notify: options.notify,
      isRunning: () => this.run.isRunning,
    })
    this.#trash = new Trash(options.places.runs)
    this.#exports = new Exports(this.#trainer, options.notify)
    this.#answers = new Answers(this.#trainer, options.uploads, options.notify)
    this.#readings = new Readings(this.#trainer, options.places, options.notify)
    const isOffline = (): boolean => options.settings.read().offline
    this.#models = new Models(options.places.models, isOffline, options.notify, this.#trainer)
    this.#native = new NativeSetup({
      isOffline,
      notify: options.notify,
      onInstalled: () => {
        this.#runTrainer.renew()
        this.#trainer.renew()
      },
      tools: options.setupTools,
    })
  }

  /** Every request since the start. */
  get contacts(): Contacts {
    return this.#models.contacts
  }

  /** Whether something is being trained. */
  get isTraining(): boolean {
    return this.run.isRunning || this.#sweeps.current.isRunning
  }

  /** Makes ready what earlier sessions left. */
  async open(): Promise<void> {
    await this.#trash.empty()
    await sweepLeftovers(this.#options.places)
  }

  /** Cancels what goes on and ends the trainers. */
  async close(): Promise<void> {
    const parts = [this.run, this.#sweeps.current, this.#exports, this.#models, this.#native]
    await Promise.all(parts.map((part) => part.close()))
    const trainers = [this.#runTrainer, this.#trainer, ...this.#estimating]
    await Promise.all(trainers.map((trainer) => trainer.close()))
  }

  handlers({ openFile, ...own }: OwnCalls): Handlers {
    const { host, places, settings } = this.#options
    const trainer = this.#trainer
    return {
      ...own,
      about: async () => {
        return { version: manifest.version, host, platform: process.platform, bundledModel: bundledModel() }
      },
      diagnostics: async () => ({ lines: await gatherDiagnostics(trainer, places) }),
      featureCache: () => cacheState(places.cache),
      clearFeatures: async () => {
        await clearFeatures(places.cache)
        return cacheState(places.cache)
      },
      getSettings: async () => settings.read(),
      changeSettings: async (change) => {
        await writing('The settings', async () => settings.write({ ...settings.read(), ...change }))
        if (change.offline) this.#models.cancel()
        return settings.read()
      },

      describeModel: (params) => trainer.run('describe', params),
      ...this.#models.calls,
      deleteModel: async (params) => {
        const model = this.run.model ?? this.#sweeps.current.model
        if (model !== null && resolve(model) === resolve(params.path)) {
          throw new LastlayerError('busy', 'A fine-tuning uses this model: stop it before you delete the model.')
        }
        return this.#models.calls.deleteModel(params)
      },
      preview: (params) => trainer.run('preview', params),
      ...this.#readings.calls,
      desk: async (params) => {
        this.#requireWritable(params.run)
        return this.#readings.calls.desk(params)
      },
      estimate: ({ recipe }) => this.#estimate(recipe),

      start: async ({ recipe }) => {
        if (this.#sweeps.current.isRunning) {
          throw new LastlayerError('busy', 'A sweep is going on: stop it or wait for its end.')
        }
        await this.run.start(recipe)
        this.#endEstimates()
        return {}
      },
      resume: async ({ folder }) => {
        this.#requireWritable(folder)
        const { summary } = await readRun(folder, false)
        await this.run.resume(folder, summary.recipe)
        this.#endEstimates()
        return {}
      },
      pause: async ({ isPaused }) => {
        this.run.pause(isPaused)
        return {}
      },
      stop: async ({ how }) => {
        this.run.stop(how)
        return {}
      },
      currentRun: async () => this.run.snapshot(),

      listRuns: async () => {
        const runs = await listRuns(places.runs)
        return runs.map((run) => (this.#isCurrent(run.folder) ? { ...run, status: 'running', stepToGoOn: null } : run))
      },
      openRun: ({ folder }) => readRun(folder, this.#isCurrent(folder)),
      testAnswers: (params) => trainer.run('testAnswers', params),
      listCorrections: async ({ folder }) => ({ corrections: await correctionsOf(folder) }),
      correct: async ({ folder, changes }) => {
        this.#requireWritable(folder)
        return { corrections: await changeCorrections(folder, changes) }
      },
      deleteRun: async ({ folder }) => {
        if (this.#isCurrent(folder) || (await holderOfRun(folder)) !== null) {
          throw new LastlayerError('busy', 'This run is going on: stop it before you delete it.')
        }
        await this.#trash.put(folder)
        return {}
      },
      restoreRun: async ({ folder }) => {
        await this.#trash.restore(folder)
        return {}
      },
      listDeleted: async () => {
        const kept = await this.#trash.list()
        const runs = await Promise.all(
          kept.map(async ({ folder, kept }) => {
            const summary = await summarizeRun(kept)
            return summary === null ? [] : [{ ...summary, folder }]
          }),
        )
        return runs.flat()
      },
      captionRun: async ({ folder, caption }) => {
        this.#requireWritable(folder)
        if ((await summarizeRun(folder)) === null) {
          throw new LastlayerError('usage', `${folder} is no run any more: nothing was written.`)
        }
        await writeCaption(folder, caption)
        return {}
      },
      compareRuns: (params) => trainer.run('compareRuns', params),
      report: (params) => trainer.run('report', params),
      openReport: async ({ folder, how }) => {
        this.#requireWritable(folder)
        await writeReportFiles(trainer, folder)
        await openFile(join(folder, reportFiles.html), how)
        return {}
      },
      ...this.#sweeps.calls,
      startSweep: async (params) => {
        await this.#sweeps.calls.startSweep(params)
        this.#endEstimates()
        return {}
      },
      continueSweep: async (params) => {
        await this.#sweeps.calls.continueSweep(params)
        this.#endEstimates()
        return {}
      },
      abstain: async ({ folder, below }) => {
        this.#requireWritable(folder)
        await abstain(trainer, folder, below)
        return {}
      },

      ...this.#exports.calls,
      ...this.#native.calls,
      ...this.#answers.calls,
      explain: (params) => trainer.run('explain', params),
    }
  }

  /**
   * In a process of its own: what memory one has used that answered other questions says nothing of the run.
   * @throws LastlayerError `cancelled` where a run goes on or begins: it would be slowed down, and the estimate be wrong
   */
  async #estimate(recipe: Recipe): Promise<Estimate> {
    if (this.isTraining) throw new LastlayerError('cancelled', 'Nothing is estimated while something is being trained.')
    const trainer = this.#options.newTrainer()
    this.#estimating.add(trainer)
    try {
      return await trainer.run('estimate', { recipe, places: this.#options.places })
    } finally {
      this.#estimating.delete(trainer)
      await trainer.close()
    }
  }

  #endEstimates(): void {
    for (const trainer of this.#estimating) void trainer.close()
  }

  /** What a page of the web host has written into a run's folder: only among the runs of this host. */
  #requireWritable(folder: string): void {
    const { host, places } = this.#options
    if (host === 'desktop' || dirname(resolve(folder)) === resolve(places.runs)) return
    throw new LastlayerError('usage', `${folder} is not in the runs folder ${places.runs}: use the command line.`)
  }

  #isCurrent(folder: string): boolean {
    const current = this.run.folder ?? this.#sweeps.current.runFolder
    return current !== null && resolve(folder) === resolve(current)
  }
}
