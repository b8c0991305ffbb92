import { createContext } from 'svelte'
import { toErrorMessage } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { RunSummary } from '../../shared/run-record.ts'
import type { Api } from '../transports/api.ts'
import { DatasetStore } from '../data/dataset.svelte.ts'
import { ExportStore } from '../results/exports.svelte.ts'
import { ModelsStore } from '../models/models.svelte.ts'
import { NativeStore } from '../native/native.svelte.ts'
import { PadStore } from '../pad/pad.svelte.ts'
import { RecipeStore } from '../recipe/recipe.svelte.ts'
import { RunStore } from '../train/run.svelte.ts'
import { RunsStore } from '../runs/runs.svelte.ts'
import { SweepsStore } from '../runs/sweeps/sweeps.svelte.ts'
import { placeOf, type Place } from './address.ts'
import { Session } from './session.svelte.ts'

/** Everything that the views show and do, made once for the window. */
export class App {
  readonly session: Session
  readonly recipe: RecipeStore
  readonly models: ModelsStore
  readonly native: NativeStore
  readonly dataset: DatasetStore
  readonly run: RunStore
  readonly runs: RunsStore
  readonly sweeps: SweepsStore
  readonly pad: PadStore
  readonly exports: ExportStore
  /** The recipe as it was kept, or as it was before anybody changed it. */
  #kept = ''
  #isLoaded = $state(false)

  constructor(readonly api: Api) {
    this.session = new Session(api)
    this.recipe = new RecipeStore(api)
    this.models = new ModelsStore(api)
    this.native = new NativeStore(api)
    this.dataset = new DatasetStore(api, this.recipe, this.session)
    this.run = new RunStore(api)
    this.runs = new RunsStore(api)
    this.sweeps = new SweepsStore(api)
    this.pad = new PadStore(api)
    this.exports = new ExportStore(api)
    this.run.onEnded = (folder) => void this.#runEnded(folder)
    this.runs.onDeleted = (folder) => this.#forget(folder)
    this.runs.onRestored = (folder) => this.#fillWith(folder)
    this.sweeps.onRunEnded = () => void this.runs.refresh()
  }

  /** Reads everything that was; the last data, or the sample, is ready to run. */
  async load(): Promise<void> {
    await this.session.load()
    const { about, settings } = this.session
    if (about === null) return
    const recipe = this.recipe.load(settings.recipe, about.bundledModel)
    const dataset = this.dataset.restore(recipe)
    await Promise.all([this.#refresh(), recipe])
    const answering = this.runs.finished.find(({ folder }) => folder === this.pad.files.model)?.folder
    this.pad.answerBy(answering ?? this.run.state.report?.run ?? this.runs.finished[0]?.folder ?? null)
    const named = this.runs.folderOf(placeOf(location.hash)?.run ?? null)
    const shown = named ?? (this.exports.isRunning ? this.exports.folder : this.pad.model)
    if (this.runs.opened === null && shown !== null) await this.runs.open(shown)
    this.#kept = JSON.stringify(this.recipe.recipe)
    this.#isLoaded = true
    await Promise.all([dataset, this.openGiven()])
  }

  /** Opens what the system gave: data, or a run among the results. What is neither is named, and changes nothing. */
  async openGiven(): Promise<void> {
    try {
      const given = await this.api.call('takeOpened', {})
      if (given === null) return
      this.session.refuse(given.kind === 'refused' ? given.error : null)
      if (given.kind === 'data') {
        this.session.open('data')
        await this.dataset.choose(given.path)
      } else if (given.kind === 'run') {
        this.session.open('results')
        await this.runs.open(given.folder)
      }
    } catch (error) {
      this.session.refuse(toErrorMessage(error))
    }
  }

  /** Where the window is; null until everything that was is read. */
  get place(): Place | null {
    if (!this.#isLoaded) return null
    return { view: this.session.view, run: this.runs.opened?.record.summary.name ?? null }
  }

  /** Goes where an address of the window leads. */
  async goTo({ view, run }: Place): Promise<void> {
    this.session.open(view)
    const folder = this.runs.folderOf(run)
    if (folder !== null && folder !== this.runs.opened?.record.summary.folder) await this.runs.open(folder)
  }

  /** After a lost connection: what happened in the meantime. */
  async reload(): Promise<void> {
    if (this.session.about === null) return this.load()
    await this.#refresh()
  }

  /** Reads what goes on in the host, and what is kept there. */
  async #refresh(): Promise<void> {
    const { run, runs, models, native, exports, sweeps } = this
    // What may take a while is waited for by nobody.
    void native.load()
    await Promise.all([run.load(), runs.refresh(), models.refresh(), exports.load(), sweeps.load()])
    const last = run.state.run
    if (last !== null && runs.deleted.some(({ folder }) => folder === last)) run.forget()
  }

  /** Lets the settings of the recipe outlive the window, as its data does. */
  keepRecipe(): void {
    const { recipe } = this.recipe
    const now = JSON.stringify(recipe)
    if (this.#kept === '' || now === this.#kept) return
    this.#kept = now
    void this.session.change({ recipe })
  }

  get canStart(): boolean {
    return this.recipe.isSound && this.dataset.isReady && !this.run.isRunning && !this.sweeps.isRunning
  }

  /** Takes the recipe of a former run, with its model and its data. */
  async reuse(recipe: Recipe): Promise<void> {
    this.session.open('recipe')
    await this.recipe.replace('recipe', () => this.recipe.reuse(recipe))
    await this.dataset.reuse()
  }

  /** Takes the model of a run, to be trained further. */
  async trainFurther(folder: string): Promise<void> {
    this.session.open('recipe')
    await this.recipe.replace('model', () => this.recipe.chooseModel(folder))
  }

  /** Brings back the recipe that was replaced last. */
  async undoReplace(): Promise<void> {
    const { replaced, recipe } = this.recipe
    if (replaced === null) return
    await this.recipe.reuse(replaced.former)
    if (replaced.former.dataset !== recipe.dataset) await this.dataset.reuse()
  }

  /** Start fine-tune: opens the view in which to watch it. */
  async start(): Promise<void> {
    if (!this.canStart) return
    // What is still counted would only slow it down.
    if (this.dataset.isCounting) this.dataset.cancel()
    const { recipe } = this.recipe
    this.session.open('train')
    void this.session.change({ recipe })
    await this.run.start(recipe)
    await this.runs.refresh()
  }

  /** Goes on with a run that was broken off, and opens the view in which to watch it. */
  async goOn({ folder, recipe }: RunSummary): Promise<void> {
    if (recipe === null || this.run.isRunning) return
    this.session.open('train')
    await this.run.resume({ folder, recipe })
    await this.runs.refresh()
  }

  /** Starts a run by a recipe of its own, and opens the view in which to watch it. */
  async train(recipe: Recipe): Promise<void> {
    if (this.run.isRunning || this.sweeps.isRunning) return
    this.session.open('train')
    await this.run.start(recipe)
    await this.runs.refresh()
  }

  /** Leaves nothing that points to a run that is gone: the newest that is left takes its place. */
  #forget(folder: string): void {
    if (this.pad.model === folder) this.pad.answerBy(null)
    if (this.run.state.run === folder) this.run.forget()
    this.#fillWith(this.runs.finished[0]?.folder)
  }

  /** Lets a run answer on the pad and be seen in the results, where none does. */
  #fillWith(folder: string | undefined): void {
    if (this.runs.finished.every((run) => run.folder !== folder) || folder === undefined) return
    if (this.pad.model === null) this.pad.answerBy(folder)
    if (this.runs.opened === null) void this.runs.open(folder)
  }

  async #runEnded(folder: string | null): Promise<void> {
    await this.runs.refresh()
    if (folder === null) return
    await this.runs.open(folder)
    this.pad.answerBy(folder)
  }
}

export const [getApp, setApp] = createContext<App>()
