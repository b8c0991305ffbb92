import { SvelteMap } from 'svelte/reactivity'
import { uploadLimits } from '../../shared/app-contract.ts'
import type { Prediction } from '../../shared/contract.ts'
import { fileName } from '../text/format.ts'
import type { Api } from '../transports/api.ts'
import { toBase64 } from './base64.ts'
import { batchesOf } from './batches.ts'
import { nameInDrop } from './dropped-files.ts'
import { answersKept, keepAnswers } from './kept-answers.ts'
import type { LeftOut, OwnLeftOut } from './left-out.ts'

/** Files on the pad, one text each, and what one model says of all of them. */
export class FileAnswers {
  #files: readonly File[] = []
  /** What could not even be opened, besides the files. */
  #unopened: readonly LeftOut[] = []
  /** The names to show, by those that the host tells. */
  readonly #names = new SvelteMap<string, string>()
  #model = $state<string | null>(null)
  #labels = $state.raw<readonly string[]>([])
  #predictions = $state.raw<readonly Prediction[]>([])
  #rejected = $state.raw<readonly LeftOut[]>([])
  #waiting = $state(0)
  /** What was cleared last. */
  #cleared = $state.raw<(() => void) | null>(null)
  /** Whether some files were answered before a reload: they cannot be read again. */
  #isFromBefore = $state(false)
  #isKept = true
  /** A new one for each time that all is cleared or answered again. */
  #turn = 0

  constructor(private readonly api: Api) {
    const kept = answersKept()
    if (kept === null) return
    this.#isFromBefore = true
    this.#model = kept.model
    for (const [file, name] of kept.names) this.#names.set(file, name)
    ;[this.#labels, this.#predictions, this.#rejected] = [kept.labels, kept.predictions, kept.rejected]
  }

  /** Whether another model would need the files chosen again. */
  get isFromBefore(): boolean {
    return this.#isFromBefore
  }

  /** Whether all that was answered is there after a reload of the window. */
  get isKept(): boolean {
    return this.#isKept && this.#waiting === 0
  }

  /** The model that has answered; null where nothing was asked. */
  get model(): string | null {
    return this.#model
  }

  /** Its labels, in the order of its probabilities. */
  get labels(): readonly string[] {
    return this.#labels
  }

  /** In the order in which the files came. */
  get predictions(): readonly Prediction[] {
    return this.#predictions
  }

  get rejected(): readonly LeftOut[] {
    return this.#rejected
  }

  /** Files still to be read. */
  get waiting(): number {
    return this.#waiting
  }

  /** How a file is called: as in the folder that was dropped, else by its own name. */
  nameOf(file: string): string {
    return this.#names.get(file) ?? fileName(file)
  }

  reject(rows: readonly LeftOut[]): void {
    this.#unopened = [...this.#unopened, ...rows]
    this.#rejected = [...this.#rejected, ...rows]
  }

  /** Has a model answer more files; where another answered the former ones, it answers those too. */
  async add(model: string, files: readonly File[]): Promise<void> {
    if (files.length === 0) return
    this.#cleared = null
    if (this.#model !== null && this.#model !== model) {
      return this.answerAll(model, this.#isFromBefore ? files : [...this.#files, ...files])
    }
    this.#model = model
    this.#files = [...this.#files, ...files]
    const isSmall = ({ size }: File): boolean => size <= uploadLimits.file
    const tooLarge = files.filter((file) => !isSmall(file))
    this.#rejected = [...this.#rejected, ...tooLarge.map(({ name }) => ({ file: name, why: 'largeFile' as const }))]
    const readable = files.filter(isSmall)
    const turn = this.#turn
    this.#waiting += readable.length
    try {
      for (const batch of batchesOf(readable)) {
        await this.#answerBatch(model, batch, turn)
        if (turn !== this.#turn) return
        this.#waiting -= batch.length
      }
    } catch (error) {
      if (turn === this.#turn) this.#waiting = 0
      throw error
    } finally {
      this.#keep()
    }
  }

  /** Has a model answer all that there is. */
  async answerAll(model: string, files = this.#files): Promise<void> {
    const unopened = this.#unopened
    this.#empty()
    this.reject(unopened)
    await this.add(model, files)
  }

  /** Whether there is something to bring back. */
  get canRestore(): boolean {
    return this.#cleared !== null
  }

  /** Takes all away; it can be brought back until other files come. */
  clear(): void {
    const [files, unopened, model, labels] = [this.#files, this.#unopened, this.#model, this.#labels]
    const [predictions, rejected] = [this.#predictions, this.#rejected]
    const isFromBefore = this.#isFromBefore
    this.#empty()
    this.#keep()
    this.#cleared = () => {
      this.#isFromBefore = isFromBefore
      ;[this.#files, this.#unopened, this.#model, this.#labels] = [files, unopened, model, labels]
      ;[this.#predictions, this.#rejected] = [predictions, rejected]
    }
  }

  /** Brings back what was cleared. */
  restore(): void {
    this.#cleared?.()
    this.#cleared = null
    this.#keep()
  }

  #keep(): void {
    const [model, labels, predictions, rejected] = [this.#model, this.#labels, this.#predictions, this.#rejected]
    const all = { model: model ?? '', labels: [...labels], predictions: [...predictions], rejected: [...rejected] }
    this.#isKept = keepAnswers(model === null ? null : { ...all, names: [...this.#names] })
  }

  #empty(): void {
    this.#turn++
    this.#isFromBefore = false
    this.#model = null
    this.#files = []
    this.#unopened = []
    this.#predictions = []
    this.#rejected = []
    this.#waiting = 0
  }

  async #answerBatch(model: string, batch: readonly File[], turn: number): Promise<void> {
    const paths = batch.map((file) => this.api.pathOf(file))
    batch.forEach((file, i) => this.#names.set(paths[i] ?? nameInDrop(file), nameInDrop(file)))
    const files = paths.filter((path) => path !== null)
    const read = await Promise.all(batch.filter((_, i) => paths[i] === null).map(readUpload))
    const uploads = read.filter((one) => 'base64' in one)
    const gone = read.filter((one) => 'why' in one)
    const { labels, predictions, rejected } = await this.api.call('predict', { model, texts: [], files, uploads })
    if (turn !== this.#turn) return
    this.#labels = labels
    this.#predictions = [...this.#predictions, ...predictions]
    this.#rejected = [...this.#rejected, ...rejected, ...gone]
  }
}

/** What is sent of a file, or why it could not be read. */
async function readUpload(file: File): Promise<{ name: string; base64: string } | OwnLeftOut> {
  try {
    return { name: nameInDrop(file), base64: await toBase64(file) }
  } catch {
    return { file: nameInDrop(file), why: 'unreadable' }
  }
}
