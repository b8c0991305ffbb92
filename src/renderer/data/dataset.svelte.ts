import type { CallResult, Notification } from '../../shared/app-contract.ts'
import { datasetChoiceOf, type DatasetChange } from '../../shared/dataset-settings.ts'
import { LastlayerError, toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { ReadingProgress } from '../../shared/reading-progress.ts'
import { isSampleName } from '../../shared/samples.ts'
import type { TablePreview } from '../../shared/table-preview.ts'
import type { Api } from '../transports/api.ts'
import type { RecipeStore } from '../recipe/recipe.svelte.ts'
import type { Session } from '../app/session.svelte.ts'
import { foundSentence } from '../text/sentences.ts'
import { questionOf } from './columns/question.ts'
import { untouched } from './dataset-change.ts'
import { Steps } from './steps.svelte.ts'

export type Inspection = CallResult<'inspect'>

interface Reading {
  readonly id: number
  readonly stop: AbortController
}

/** The data of the next run: what is chosen, how it is to be read, and what one pass over it finds. */
export class DatasetStore {
  #path = $state<string | null>(null)
  #preview = $state.raw<TablePreview | null>(null)
  #inspection = $state.raw<Inspection | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)
  #reading = $state.raw<Reading | null>(null)
  #progress = $state.raw<ReadingProgress | null>(null)
  #isAsking = $state(false)
  readonly #steps: Steps
  #announcement = $state('')
  #exampleSeed = 0
  /** The model whose tokens were counted. */
  #model = $state('')

  constructor(
    private readonly api: Api,
    private readonly recipe: RecipeStore,
    private readonly session: Session,
  ) {
    this.#steps = new Steps(recipe)
  }

  /** Null while nothing is chosen. */
  get path(): string | null {
    return this.#path
  }

  /** How the tables would be read; null for other data. */
  get preview(): TablePreview | null {
    return this.#preview
  }

  get inspection(): Inspection | null {
    return this.#inspection
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  get isReading(): boolean {
    return this.#reading !== null
  }

  /** How far the reading is, as soon as that is known. */
  get progress(): ReadingProgress | null {
    return this.#progress
  }

  /** Whether the person is asked which columns to take. */
  get isAsking(): boolean {
    return this.#isAsking
  }

  /** Whether a run may start on it. */
  get isReady(): boolean {
    return this.#inspection !== null && !this.isReading && !this.#isAsking
  }

  /** Whether it was read for another model than the recipe has now. */
  get isStale(): boolean {
    return this.isReady && this.#model !== this.recipe.recipe.model
  }

  /** What the last change of how the data is read is called; null if there is none to undo. */
  get lastStep(): string | null {
    return this.#steps.last
  }

  /** What has happened, to be read aloud. */
  get announcement(): string {
    return this.#announcement
  }

  /** Listens to the host; returns the way to stop listening. */
  listen(): () => void {
    return this.api.subscribe((notification) => this.#receive(notification))
  }

  /** Chooses a folder, a file or a sample, and reads it as nobody has said anything about it. */
  async choose(path: string): Promise<void> {
    this.clear()
    this.recipe.change({ ...untouched, dataset: path })
    await this.read(path)
    if (this.#path === path && this.#error === null) await this.session.remember(path)
  }

  /** The desktop's dialog; in a browser the data view has a list of folders of its own. */
  async browse(kind: 'folder' | 'file'): Promise<void> {
    this.session.open('data')
    if (this.session.isWeb) return this.clear()
    try {
      const path = await this.api.call('chooseDataset', { kind })
      if (path !== null) await this.choose(path)
    } catch (error) {
      this.#error = toErrorMessage(error)
    }
  }

  /** Changes how the data is read, and reads it again; `title` is what undoing it will be called. */
  async apply(title: string, change: DatasetChange): Promise<void> {
    if (this.#path === null) return
    this.#steps.go(title, change)
    await this.#read(this.#path, () => this.#steps.goBack())
  }

  /** Goes back to the settings before the last change, and reads again. */
  async undo(): Promise<void> {
    if (this.#path === null || !this.#steps.goBack()) return
    await this.read(this.#path)
  }

  /** Reads what the recipe names: only the last reading asked for counts, and ends the one before it. */
  async read(path: string): Promise<void> {
    await this.#read(path, () => undefined)
  }

  /** Draws other examples. */
  async draw(): Promise<void> {
    await this.#during(
      async ({ id }) => {
        const choice = datasetChoiceOf(this.recipe.recipe)
        const exampleSeed = ++this.#exampleSeed
        const { examples } = await this.api.call('drawExamples', { choice, exampleSeed, reading: id })
        return () => {
          if (this.#inspection !== null) this.#inspection = { ...this.#inspection, examples }
          this.#announcement = 'Other examples were drawn.'
        }
      },
      () => undefined,
    )
  }

  /** Ends the reading; what was read before it, with the settings that it was read by, stays. */
  cancel(): void {
    if (this.#reading === null) return
    this.#reading.stop.abort()
    void this.api.call('cancelInspect', { reading: this.#reading.id }).catch(() => undefined)
  }

  /** Opens the choice of columns, or closes it where there is something else to show. */
  ask(isAsking: boolean): void {
    this.#isAsking = isAsking || this.#inspection === null
  }

  /** Back to the choice of data, with the reason why what was offered cannot be used. */
  refuse(reason: string): void {
    this.clear()
    this.#error = { code: 'dataset', message: reason }
  }

  /** Back to the choice of data. */
  clear(): void {
    this.cancel()
    this.#reading = null
    this.#path = null
    this.#preview = null
    this.#inspection = null
    this.#error = null
    this.#isAsking = false
    this.#steps.clear()
    this.#exampleSeed = 0
  }

  async #read(path: string, onCancel: () => unknown): Promise<void> {
    this.cancel()
    this.#path = path
    await this.#during(async (reading) => {
      const { model, maxLength } = this.recipe.recipe
      const choice = datasetChoiceOf(this.recipe.recipe)
      const { table } = isSampleName(path) ? { table: null } : await this.api.call('preview', { choice })
      if (reading.stop.signal.aborted) throw new LastlayerError('cancelled', 'Stopped.')
      if (reading === this.#reading) this.#preview = table
      const question = table === null ? null : questionOf(table, choice)
      if (question !== null) return () => this.#ask(question)
      if (reading === this.#reading) this.#isAsking = false
      const exampleSeed = this.#exampleSeed
      const params = { choice, model, maxLength, exampleSeed, reading: reading.id }
      const inspection = await this.api.call('inspect', params)
      return () => {
        this.#inspection = inspection
        this.#model = model
        this.#announcement = foundSentence(inspection.summary)
      }
    }, onCancel)
  }

  /** Does a reading, and what comes of it unless another has taken its place. */
  async #during(read: (reading: Reading) => Promise<() => void>, onCancel: () => unknown): Promise<void> {
    const reading = { id: Math.floor(Math.random() * Number.MAX_SAFE_INTEGER), stop: new AbortController() }
    this.#reading = reading
    this.#progress = null
    this.#error = null
    this.#announcement = 'Reading.'
    let conclude: () => void
    try {
      conclude = await read(reading)
    } catch (thrown) {
      conclude = () => this.#fail(toErrorMessage(thrown), onCancel)
    }
    if (reading !== this.#reading) return
    this.#reading = null
    conclude()
  }

  #ask(question: string): void {
    this.#inspection = null
    this.#isAsking = true
    this.#announcement = question
  }

  #fail(error: ErrorMessage, onCancel: () => unknown): void {
    if (error.code === 'cancelled' && this.#inspection !== null) {
      onCancel()
      this.#announcement = 'Stopped.'
      return
    }
    this.#error = error
    this.#inspection = null
    this.#announcement = ''
  }

  #receive(notification: Notification): void {
    if (notification.kind !== 'reading' || notification.reading !== this.#reading?.id) return
    this.#progress = notification.progress
  }
}
