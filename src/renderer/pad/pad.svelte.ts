import { uploadLimits } from '../../shared/app-contract.ts'
import { isTableName } from '../../shared/dataset-forms.ts'
import type { ModelChoice, Prediction } from '../../shared/contract.ts'
import type { RejectedRow } from '../../shared/dataset-summary.ts'
import { LastlayerError, toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Api } from '../transports/api.ts'
import { batchesOf } from './batches.ts'
import { rejectedFile, unreadable, type Dropped } from './dropped-files.ts'
import { toBase64 } from './base64.ts'
import { PadTable, refusalOf } from './tables.svelte.ts'

/** The pad: a text of one's own, many files and tables, and what the chosen model says of them. */
export class PadStore {
  #model = $state<string | null>(null)
  /** Model folders that were chosen by hand, besides the finished runs. */
  #folders = $state.raw<readonly ModelChoice[]>([])
  #labels = $state.raw<readonly string[]>([])
  #answer = $state.raw<Prediction | null>(null)
  #predictions = $state.raw<readonly Prediction[]>([])
  #rejected = $state.raw<readonly RejectedRow[]>([])
  #tables = $state.raw<readonly PadTable[]>([])
  #waiting = $state(0)
  #error = $state.raw<ErrorMessage | null>(null)
  #isBusy = $state(false)

  /** What is typed. */
  text = $state('')

  constructor(private readonly api: Api) {}

  /** The run or model folder that answers; null until there is one. */
  get model(): string | null {
    return this.#model
  }

  get folders(): readonly ModelChoice[] {
    return this.#folders
  }

  /** The labels of the model that has answered, in the order of its probabilities. */
  get labels(): readonly string[] {
    return this.#labels
  }

  /** What the model says of the typed text. */
  get answer(): Prediction | null {
    return this.#answer
  }

  /** What it says of the files, in the order in which they came. */
  get predictions(): readonly Prediction[] {
    return this.#predictions
  }

  get rejected(): readonly RejectedRow[] {
    return this.#rejected
  }

  /** The tables, in the order in which they came. */
  get tables(): readonly PadTable[] {
    return this.#tables
  }

  /** Files still to be read. */
  get waiting(): number {
    return this.#waiting
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

  /** Lets another model answer; what the former one said is taken away. */
  answerBy(model: string | null): void {
    if (model === this.#model) return
    this.#model = model
    this.#answer = null
    this.clearFiles()
    for (const table of this.#tables) void this.removeTable(table)
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
      if (this.#model !== model) return
      this.#labels = labels
      this.#answer = predictions[0] ?? null
    })
  }

  /** Classifies files, one text each, and tables, one text a row. Those that cannot be read are listed with the reason. */
  async classifyFiles(files: readonly File[]): Promise<void> {
    await this.#classifyTexts(files.filter(({ name }) => !isTableName(name)))
    for (const file of files.filter(({ name }) => isTableName(name))) await this.#classifyTable(file)
  }

  /** Takes a table away. */
  async removeTable(table: PadTable): Promise<void> {
    this.#tables = this.#tables.filter((other) => other !== table)
    await table.stop()
  }

  async #classifyTable(file: File): Promise<void> {
    if (this.#model === null) return
    const refusal = refusalOf(this.api, file)
    if (refusal !== null) {
      this.#rejected = [...this.#rejected, rejectedFile(file.name, refusal)]
      return
    }
    const table = new PadTable(this.api, file)
    this.#tables = [...this.#tables, table]
    await table.answer(this.#model, null)
  }

  async #classifyTexts(files: readonly File[]): Promise<void> {
    const model = this.#model
    if (model === null || files.length === 0) return
    const isSmall = ({ size }: File): boolean => size <= uploadLimits.file
    const tooLarge = files.filter((file) => !isSmall(file))
    this.#rejected = [...this.#rejected, ...tooLarge.map(({ name }) => rejectedFile(name, largerThanAllowed))]
    const readable = files.filter(isSmall)
    await this.#attempt(async () => {
      this.#waiting = readable.length
      for (const batch of batchesOf(readable)) {
        if (this.#model !== model) break
        await this.#classifyBatch(model, batch)
        this.#waiting -= batch.length
      }
    })
    this.#waiting = 0
  }

  /** Classifies what was dropped, the files of folders among it. */
  async classifyDropped(dropped: Promise<Dropped>): Promise<void> {
    const model = this.#model
    const { files, rejected } = await dropped
    if (model === null || model !== this.#model) return
    this.#rejected = [...this.#rejected, ...rejected]
    await this.classifyFiles(files)
  }

  clearFiles(): void {
    this.#predictions = []
    this.#rejected = []
  }

  async #classifyBatch(model: string, batch: readonly File[]): Promise<void> {
    const paths = batch.map((file) => this.api.pathOf(file))
    const files = paths.filter((path) => path !== null)
    const read = await Promise.all(batch.filter((_, i) => paths[i] === null).map(readUpload))
    const uploads = read.filter((upload) => 'base64' in upload)
    const { labels, predictions, rejected } = await this.api.call('predict', { model, texts: [], files, uploads })
    // Another model may have been chosen in the meantime.
    if (this.#model !== model) return
    this.#labels = labels
    this.#predictions = [...this.#predictions, ...predictions]
    this.#rejected = [...this.#rejected, ...rejected, ...read.filter((row) => 'reason' in row)]
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

const largerThanAllowed = `Larger than ${uploadLimits.file / 2 ** 20} MB: split it into texts of their own.`

/** What is sent of a file, or why it could not be read. */
async function readUpload(file: File): Promise<{ name: string; base64: string } | RejectedRow> {
  try {
    return { name: file.name, base64: await toBase64(file) }
  } catch {
    return unreadable(file.name)
  }
}
