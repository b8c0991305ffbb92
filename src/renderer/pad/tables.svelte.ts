import { uploadLimits } from '../../shared/app-contract.ts'
import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import {
  textReading,
  type TextReading,
  type TableAnswer,
  type TableHead,
  type TableResult,
} from '../../shared/table-answers.ts'
import { noFacts, type TableFacts } from '../../shared/table-facts.ts'
import type { Api } from '../transports/api.ts'
import { toBase64 } from './base64.ts'
import { nameInDrop } from './dropped-files.ts'
import type { OwnReason } from './left-out.ts'

/** A table on the pad: its rows with their answers, as they come. */
export class PadTable {
  /** A new one for each time that it is asked about. */
  #ticket = ''
  #model = $state<string | null>(null)
  #reading = $state.raw<TextReading>(textReading.parse({}))
  #rows: TableAnswer[] = []
  #facts = $state.raw<TableFacts>(noFacts)
  #head = $state.raw<TableHead | null>(null)
  #count = $state(0)
  #result = $state.raw<TableResult | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)
  #isBusy = $state(false)

  constructor(
    private readonly api: Api,
    private readonly file: File,
  ) {}

  get name(): string {
    return nameInDrop(this.file)
  }

  /** The model that answers, or has answered; null until one is asked. */
  get model(): string | null {
    return this.#model
  }

  /** How it is read. */
  get reading(): TextReading {
    return this.#reading
  }

  /** The encoding, the separator and the sheet that were taken last; they stay where another reading of them fails. */
  get facts(): TableFacts {
    return this.#facts
  }

  /** What its rows have in common; null until the first is answered. */
  get head(): TableHead | null {
    return this.#head
  }

  /** How many rows there are so far. */
  get count(): number {
    return this.#count
  }

  /** Its rows so far. They grow without notice: {@link count} tells. */
  get rows(): readonly TableAnswer[] {
    return this.#rows
  }

  get result(): TableResult | null {
    return this.#result
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  get isBusy(): boolean {
    return this.#isBusy
  }

  /** The columns that may hold the text, with the first values where it is a question. */
  get choices(): readonly { readonly name: string; readonly values: readonly string[] }[] {
    if (this.#result?.kind === 'question') return this.#result.columns
    return this.#head?.columns.map((name) => ({ name, values: [] })) ?? []
  }

  /** Has its rows answered by a model; a change says that the table is to be read otherwise, such as in which column. */
  async answer(model: string, change: Partial<TextReading> = {}): Promise<void> {
    await this.stop()
    this.#model = model
    const reading = (this.#reading = { ...this.#reading, ...change })
    const ticket = (this.#ticket = crypto.getRandomValues(new Uint32Array(3)).join('-'))
    this.#rows = []
    this.#count = 0
    this.#head = null
    this.#result = null
    this.#error = null
    this.#isBusy = true
    const unsubscribe = this.api.subscribe((notification) => {
      if (notification.kind !== 'answers' || notification.ticket !== ticket || this.#ticket !== ticket) return
      const { progress } = notification
      if (progress.kind === 'table') [this.#head, this.#facts] = [progress, progress.facts]
      else this.#count = this.#rows.push(...progress.rows)
    })
    try {
      const path = this.api.pathOf(this.file)
      const upload = path === null ? await this.#upload() : null
      const result = await this.api.call('predictTable', { ticket, model, path, upload, reading })
      if (this.#ticket !== ticket) return
      this.#result = result
      if (result.kind === 'question') this.#facts = result.facts
    } catch (error) {
      const told = toErrorMessage(error)
      if (this.#ticket === ticket && told.code !== 'cancelled') this.#error = told
    } finally {
      unsubscribe()
      if (this.#ticket === ticket) this.#isBusy = false
    }
  }

  /** What has been answered stays. */
  async stop(): Promise<void> {
    if (this.#isBusy) await this.api.call('cancelTable', { ticket: this.#ticket })
  }

  async #upload(): Promise<{ name: string; base64: string }> {
    return { name: this.name, base64: await toBase64(this.file) }
  }
}

/** Why a table cannot be sent; null if it can. */
export function refusalOf(api: Api, file: File): OwnReason | null {
  return api.pathOf(file) !== null || file.size <= uploadLimits.bytes ? null : 'largeTable'
}
