import type { ModelChoice, Prediction } from '../../shared/contract.ts'
import type { RejectedRow } from '../../shared/dataset-summary.ts'
import { LastlayerError, toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Api } from '../api.ts'
import { toBase64 } from '../text/base64.ts'

/** Files that are sent at a time: each answer moves the progress, and no message is huge. */
const filesAtATime = 16
const largestUpload = 10 * 2 ** 20

/** The pad: a text of one's own and many files, and what the chosen model says of them. */
export class PadStore {
  #model = $state<string | null>(null)
  /** Model folders that were chosen by hand, besides the finished runs. */
  #folders = $state.raw<readonly ModelChoice[]>([])
  #answer = $state.raw<Prediction | null>(null)
  #predictions = $state.raw<readonly Prediction[]>([])
  #rejected = $state.raw<readonly RejectedRow[]>([])
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

  /** Lets another model answer; what the former one said is taken away. */
  answerBy(model: string | null): void {
    if (model === this.#model) return
    this.#model = model
    this.#answer = null
    this.clearFiles()
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
    if (model === null || text.trim() === '') return
    await this.#attempt(async () => {
      const { predictions } = await this.api.call('predict', { model, texts: [text], files: [], uploads: [] })
      this.#answer = predictions[0] ?? null
    })
  }

  /** Classifies text files, a handful at a time. Those that cannot be read are listed with the reason. */
  async classifyFiles(files: readonly File[]): Promise<void> {
    const model = this.#model
    if (model === null) return
    await this.#attempt(async () => {
      for (let start = 0; start < files.length && this.#model === model; start += filesAtATime) {
        this.#waiting = files.length - start
        await this.#classifySome(model, files.slice(start, start + filesAtATime))
      }
    })
    this.#waiting = 0
  }

  clearFiles(): void {
    this.#predictions = []
    this.#rejected = []
  }

  async #classifySome(model: string, some: readonly File[]): Promise<void> {
    const paths = some.map((file) => this.api.pathOf(file))
    const files = paths.filter((path) => path !== null)
    const strangers = some.filter((_, i) => paths[i] === null)
    const small = strangers.filter(({ size }) => size <= largestUpload)
    const large = strangers.filter(({ size }) => size > largestUpload)
    const uploads = await Promise.all(small.map(async (file) => ({ name: file.name, base64: await toBase64(file) })))
    const { predictions, rejected } = await this.api.call('predict', { model, texts: [], files, uploads })
    const tooLarge = large.map(({ name }) => ({
      file: name,
      line: 0,
      reason: 'Larger than 10 MB: split it into texts of their own.',
    }))
    this.#predictions = [...this.#predictions, ...predictions]
    this.#rejected = [...this.#rejected, ...rejected, ...tooLarge]
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
