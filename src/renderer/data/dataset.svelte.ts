import type { CallResult } from '../../shared/app-contract.ts'
import { datasetChoiceOf, type DatasetChange } from '../../shared/dataset-settings.ts'
import type { DatasetSummary, LengthSummary } from '../../shared/dataset-summary.ts'
import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { ReadingProgress } from '../../shared/reading-progress.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { isSampleName } from '../../shared/samples.ts'
import type { TablePreview } from '../../shared/table-preview.ts'
import type { Api } from '../transports/api.ts'
import type { RecipeStore } from '../recipe/recipe.svelte.ts'
import type { Session } from '../app/session.svelte.ts'
import { foundSentence } from '../text/sentences.ts'
import { t, type Words } from '../words/words.svelte.ts'
import { Choice } from './choice.svelte.ts'
import { questionOf } from './columns/question.ts'
import { CurrentReading, stopIfAborted, type Reading } from './current-reading.svelte.ts'

/** What a reading found; without lengths until the tokens are counted, and without examples. */
export type Inspection = Omit<CallResult<'inspect'>, 'lengths'> & { readonly lengths: LengthSummary | null }

/** The data of the next run: what is chosen, how it is to be read, and what one pass over it finds. */
export class DatasetStore {
  #path = $state<string | null>(null)
  #preview = $state.raw<TablePreview | null>(null)
  #inspection = $state.raw<Inspection | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)
  #notice = $state<Words | null>(null)
  #isAsking = $state(false)
  #isChoosing = $state(false)
  readonly #reading: CurrentReading
  readonly #choice: Choice
  #announcement = $state.raw<() => string>(() => '')
  #exampleSeed = 0
  /** By what the tokens were counted and the length was fitted. */
  #readFor = $state<Pick<Recipe, 'model' | 'fitLength'> | null>(null)

  constructor(
    private readonly api: Api,
    private readonly recipe: RecipeStore,
    private readonly session: Session,
  ) {
    this.#reading = new CurrentReading(api)
    this.#choice = new Choice(recipe, session)
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

  /** Why what was offered last could not be taken; the data is as it was. */
  get notice(): Words | null {
    return this.#notice
  }

  get isReading(): boolean {
    return this.#reading.isOn && !this.#reading.hasFound
  }

  /** Whether all is read, and the tokens of its texts are being counted. */
  get isCounting(): boolean {
    return this.#reading.isOn && this.#reading.hasFound
  }

  /** How far the reading is, as soon as that is known. */
  get progress(): ReadingProgress | null {
    return this.#reading.progress
  }

  /** Whether the person is asked which columns to take. */
  get isAsking(): boolean {
    return this.#isAsking
  }

  /** Whether the choice of other data is open, over the data that there is. */
  get isChoosing(): boolean {
    return this.#isChoosing
  }

  /** Whether it is read by what was said about it in an earlier session. */
  get isRestored(): boolean {
    return this.#choice.isRestored
  }

  /** Whether a run may start on it. */
  get isReady(): boolean {
    return this.#inspection !== null && !this.isReading && !this.#isAsking
  }

  /** Whether it was read for another model, or for another way to come to the maximum length. */
  get isStale(): boolean {
    const { model, fitLength } = this.recipe.recipe
    return this.isReady && (this.#readFor?.model !== model || this.#readFor.fitLength !== fitLength)
  }

  /** What the last change of how the data is read has changed; null if there is none to undo. */
  get lastStep(): string | null {
    return this.#choice.lastStep
  }

  /** What has happened, to be read aloud. */
  get announcement(): string {
    return this.#announcement()
  }

  /** Listens to the host; returns the way to stop listening. */
  listen(): () => void {
    return this.#reading.listen()
  }

  /** Goes on with the data of the recipe, which is named at once and read when `ready`. */
  async restore(ready: Promise<unknown>): Promise<void> {
    this.#choice.restore()
    await this.#read(this.recipe.recipe.dataset, () => undefined, ready)
  }

  /** Chooses a folder, a file or a sample, and reads it as it was read last, or as nobody has said anything about it. */
  async choose(path: string): Promise<void> {
    this.#forget()
    this.#choice.turnTo(path)
    await this.read(path)
    if (this.#path === path && this.#error === null) await this.session.remember(path)
  }

  /** Turns to the data of the recipe, as the recipe has it read. */
  async reuse(): Promise<void> {
    this.#forget()
    this.#choice.restore()
    await this.read(this.recipe.recipe.dataset)
  }

  #forget(): void {
    this.#preview = null
    this.#inspection = null
    this.#isAsking = false
    this.#exampleSeed = 0
    this.offerOthers(false)
  }

  /** The desktop's dialog; in a browser the data view has a list of folders of its own. */
  async browse(kind: 'folder' | 'file'): Promise<void> {
    this.session.open('data')
    if (this.session.isWeb) return this.offerOthers(true)
    try {
      const path = await this.api.call('chooseDataset', { kind })
      if (path !== null) await this.choose(path)
    } catch (error) {
      this.#error = toErrorMessage(error)
    }
  }

  /** Changes how the data is read, and reads it again. */
  async apply(change: DatasetChange): Promise<void> {
    if (this.#path === null) return
    this.#choice.go(change)
    await this.#read(this.#path, () => {
      this.#choice.goBack()
      this.#choice.keep(true)
    })
  }

  /** Goes back to the settings before the last change, and reads again. */
  async undo(): Promise<void> {
    if (this.#path === null || !this.#choice.goBack()) return
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
        const params = { choice, exampleSeed: ++this.#exampleSeed, reading: id }
        const { examples } = await this.api.call('drawExamples', params)
        return () => {
          if (this.#inspection !== null) this.#inspection = { ...this.#inspection, examples }
          this.#announcement = () => t('data.said.drawn')
        }
      },
      () => undefined,
    )
  }

  /** Ends the reading, and what was read before it, with its settings, stays; or only the counting of tokens. */
  cancel(): void {
    this.#reading.cancel()
  }

  /** Opens the choice of columns, or closes it where there is something else to show. */
  ask(isAsking: boolean): void {
    this.#isAsking = isAsking || this.#inspection === null
  }

  /** Opens the choice of other data, or goes back to the data that there is. */
  offerOthers(isOffered: boolean): void {
    this.#isChoosing = isOffered
    this.#notice = null
  }

  /** Says why what was offered cannot be used; the data stays as it is. */
  refuse(reason: Words): void {
    this.#notice = reason
    this.#announcement = () => t(reason)
  }

  async #read(path: string, onCancel: () => unknown, ready?: Promise<unknown>): Promise<void> {
    this.#path = path
    if (ready === undefined) this.#choice.keep(false)
    let readFor: Pick<Recipe, 'model' | 'fitLength'> | null = null
    const take = (inspection: Inspection): void => {
      this.#inspection = inspection
      this.#readFor = readFor
      this.#announcement = () => foundSentence(inspection.summary)
      if (ready === undefined) this.#choice.keep(true)
    }
    const onFound = (summary: DatasetSummary): void => take({ summary, lengths: null, examples: [] })
    const read = async (reading: Reading): Promise<() => void> => {
      await ready
      stopIfAborted(reading)
      const { model, maxLength, fitLength } = this.recipe.recipe
      readFor = { model, fitLength }
      const choice = datasetChoiceOf(this.recipe.recipe)
      const { table } = isSampleName(path) ? { table: null } : await this.api.call('preview', { choice })
      stopIfAborted(reading)
      if (this.#reading.is(reading)) this.#preview = table
      const question = table === null ? null : questionOf(table, choice)
      if (question !== null) {
        return () => {
          this.#inspection = null
          this.#isAsking = true
          this.#announcement = () => t(question)
        }
      }
      if (this.#reading.is(reading)) this.#isAsking = false
      const drawn = { exampleSeed: this.#exampleSeed, reading: reading.id }
      const inspection = await this.api.call('inspect', { choice, model, maxLength, fitLength, ...drawn })
      return () => take(inspection)
    }
    await this.#during(read, onCancel, onFound)
  }

  async #during(
    read: (reading: Reading) => Promise<() => void>,
    onCancel: () => unknown,
    onFound?: (summary: DatasetSummary) => void,
  ): Promise<void> {
    this.#error = null
    this.#notice = null
    this.#announcement = () => t('data.said.reading')
    await this.#reading.during(read, (thrown) => this.#fail(toErrorMessage(thrown), onCancel), onFound)
  }

  #fail(error: ErrorMessage, onCancel: () => unknown): void {
    if (error.code === 'cancelled' && this.#inspection !== null) {
      if (!this.#reading.hasFound) onCancel()
      this.#announcement = () => t('data.said.stopped')
      return
    }
    this.#error = error
    this.#inspection = null
    this.#announcement = () => ''
  }
}
