import { isTableName } from '../../shared/dataset-forms.ts'
import type { ModelChoice } from '../../shared/contract.ts'
import { LastlayerError, toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Api } from '../transports/api.ts'
import { nameInDrop, type Dropped } from './dropped-files.ts'
import { FileAnswers } from './file-answers.svelte.ts'
import { Explanations } from './explanations.svelte.ts'
import { LiveAnswer } from './live-answer.svelte.ts'
import { PadTable, refusalOf } from './tables.svelte.ts'

const textKey = 'lastlayer-pad-text'

/** The pad: a text of one's own, many files and tables, and what the chosen model says of them. */
export class PadStore {
  #model = $state<string | null>(null)
  /** Model folders that were chosen by hand, besides the finished runs. */
  #folders = $state.raw<readonly ModelChoice[]>([])
  #text = $state(sessionStorage.getItem(textKey) ?? '')
  #tables = $state.raw<readonly PadTable[]>([])
  #error = $state.raw<ErrorMessage | null>(null)
  #isBusy = $state(false)
  readonly files: FileAnswers
  /** What is said of the typed text. */
  readonly live: LiveAnswer
  /** Why. */
  readonly reasons: Explanations

  constructor(private readonly api: Api) {
    this.live = new LiveAnswer(api)
    this.reasons = new Explanations(api)
    this.files = new FileAnswers(api)
  }

  /** What is typed; it is there again after a reload of the window. */
  get text(): string {
    return this.#text
  }

  set text(text: string) {
    this.#text = text
    sessionStorage.setItem(textKey, text)
  }

  /** The run or model folder that answers; null until there is one. */
  get model(): string | null {
    return this.#model
  }

  get folders(): readonly ModelChoice[] {
    return this.#folders
  }

  /** The tables, in the order in which they came. */
  get tables(): readonly PadTable[] {
    return this.#tables
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  get isBusy(): boolean {
    return this.#isBusy
  }

  /** Whether a reload of the window would lose something: the rows of tables, or answers of very many files. */
  get isAtRisk(): boolean {
    return this.#tables.length > 0 || !this.files.isKept
  }

  /** Whether there is a text, and a model to read it. */
  get canClassify(): boolean {
    return this.#model !== null && this.text.trim() !== ''
  }

  /** Whether some tables were answered by another model than the one that is chosen now. */
  get isStale(): boolean {
    return this.#tables.some(({ model }) => model !== null && model !== this.#model)
  }

  /** Lets another model answer from now on: the files again, while tables, which may be long, wait until it is asked. */
  answerBy(model: string | null): void {
    this.#model = model
    const { files } = this
    if (model !== null && files.model !== null && files.model !== model && !files.isFromBefore) {
      void this.#attempt(() => files.answerAll(model))
    }
  }

  /** Has the chosen model answer the tables that another one answered. */
  async answerAgain(): Promise<void> {
    const model = this.#model
    if (model === null) return
    for (const table of this.#tables.filter((table) => table.model !== model)) await table.answer(model)
  }

  async chooseFolder(path: string): Promise<void> {
    await this.#attempt(async () => {
      const choice = await this.api.call('describeModel', { path })
      if (choice.labels === null) {
        throw new LastlayerError('model', `${path} is a model to be fine-tuned: it knows no labels yet.`)
      }
      this.#folders = [choice, ...this.#folders.filter((other) => other.path !== choice.path)]
      this.answerBy(choice.path)
    })
  }

  /** Has the typed text answered as soon as the typing pauses. */
  follow(): void {
    this.live.ask(this.#model, this.#text)
  }

  /** Has it answered now. */
  classify(): void {
    if (this.canClassify) this.live.ask(this.#model, this.#text, 0)
  }

  /** Classifies files, one text each, and tables, one text a row. Those that cannot be read are listed with the reason. */
  async classifyFiles(files: readonly File[]): Promise<void> {
    const model = this.#model
    if (model === null) return
    const texts = files.filter(({ name }) => !isTableName(name))
    if (texts.length > 0) await this.#attempt(() => this.files.add(model, texts))
    for (const file of files.filter(({ name }) => isTableName(name))) await this.#classifyTable(model, file)
  }

  /** Classifies what was dropped, the files of folders among it. */
  async classifyDropped(dropped: Promise<Dropped>): Promise<void> {
    if (this.#model === null) return
    const { files, rejected } = await dropped
    this.files.reject(rejected)
    await this.classifyFiles(files)
  }

  /** Takes a table away. */
  async removeTable(table: PadTable): Promise<void> {
    this.#tables = this.#tables.filter((other) => other !== table)
    await table.stop()
  }

  async #classifyTable(model: string, file: File): Promise<void> {
    const refusal = refusalOf(this.api, file)
    if (refusal !== null) return this.files.reject([{ file: nameInDrop(file), why: refusal }])
    const table = new PadTable(this.api, file)
    this.#tables = [...this.#tables, table]
    await table.answer(model)
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    this.#isBusy = true
    this.#error = null
    try {
      await act()
    } catch (error) {
      this.#error = toErrorMessage(error)
    } finally {
      this.#isBusy = false
    }
  }
}
