import { isTableName } from '../../shared/dataset-forms.ts'
import type { ModelChoice, Prediction } from '../../shared/contract.ts'
import { LastlayerError, toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Api } from '../transports/api.ts'
import { nameInDrop, rejectedFile, type Dropped } from './dropped-files.ts'
import { FileAnswers } from './file-answers.svelte.ts'
import { PadTable, refusalOf } from './tables.svelte.ts'

const textKey = 'lastlayer-pad-text'

interface Answer {
  readonly model: string
  readonly labels: readonly string[]
  readonly prediction: Prediction | null
}

/** The pad: a text of one's own, many files and tables, and what the chosen model says of them. */
export class PadStore {
  #model = $state<string | null>(null)
  /** Model folders that were chosen by hand, besides the finished runs. */
  #folders = $state.raw<readonly ModelChoice[]>([])
  #text = $state(sessionStorage.getItem(textKey) ?? '')
  #answer = $state.raw<Answer | null>(null)
  #tables = $state.raw<readonly PadTable[]>([])
  #error = $state.raw<ErrorMessage | null>(null)
  #isBusy = $state(false)
  readonly files: FileAnswers

  constructor(private readonly api: Api) {
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

  /** What a model said of the typed text. */
  get answer(): Prediction | null {
    return this.#answer?.prediction ?? null
  }

  /** The labels of the model that answered the typed text, in the order of its probabilities. */
  get labels(): readonly string[] {
    return this.#answer?.labels ?? []
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

  /** Whether there is a text, and a model to read it. */
  get canClassify(): boolean {
    return this.#model !== null && this.text.trim() !== ''
  }

  /** Whether some answers are those of another model than the one that is chosen now. */
  get isStale(): boolean {
    const models = [this.#answer, this.files, ...this.#tables].map((one) => one?.model ?? null)
    return models.some((model) => model !== null && model !== this.#model)
  }

  /** Lets another model answer from now on; what the former one said stays, until it is asked again. */
  answerBy(model: string | null): void {
    this.#model = model
  }

  /** Has the chosen model answer all that another one answered. */
  async answerAgain(): Promise<void> {
    const model = this.#model
    if (model === null) return
    const isOther = (one: { readonly model: string | null } | null): boolean => (one?.model ?? model) !== model
    if (isOther(this.#answer)) await this.classify()
    if (isOther(this.files)) await this.#attempt(() => this.files.answerAll(model))
    for (const table of this.#tables.filter(isOther)) await table.answer(model)
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

  async classify(): Promise<void> {
    const [model, text] = [this.#model, this.text]
    if (model === null || !this.canClassify) return
    await this.#attempt(async () => {
      const { labels, predictions } = await this.api.call('predict', { model, texts: [text], files: [], uploads: [] })
      this.#answer = { model, labels, prediction: predictions[0] ?? null }
    })
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
    if (refusal !== null) return this.files.reject([rejectedFile(nameInDrop(file), refusal)])
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
