import { datasetChoiceOf, type DatasetChange, type DatasetChoice } from '../../../shared/dataset-settings.ts'
import { toErrorMessage, type ErrorMessage } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { TablePreview } from '../../../shared/table-preview.ts'
import type { Api } from '../../transports/api.ts'
import { unclear } from './question.ts'
import { textColumnsOf, textColumnSpec } from './text-columns.ts'

/** How a file is read as a table. */
export type TableSettings = Pick<DatasetChoice, 'encoding' | 'separator' | 'header' | 'sheet'>

/** These of the settings of a recipe. */
export function tableSettingsOf({ encoding, separator, header, sheet }: TableSettings): TableSettings {
  return { encoding, separator, header, sheet }
}

const pause = 250

/** What a person is choosing of a table: nothing of it counts before it is read, and each change shows what would be. */
export class ColumnsDraft {
  readonly #choice: DatasetChoice
  #preview = $state.raw<TablePreview>() as TablePreview
  #settings = $state.raw<TableSettings>() as TableSettings
  #ticked = $state.raw<readonly string[]>([])
  #label = $state<string | null>(null)
  #isLooking = $state(false)
  #error = $state.raw<ErrorMessage | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined
  #look = 0

  constructor(
    private readonly api: Api,
    recipe: Recipe,
    preview: TablePreview,
  ) {
    this.#choice = datasetChoiceOf(recipe)
    const { labelColumn } = this.#choice
    this.#settings = tableSettingsOf(this.#choice)
    this.#preview = preview
    const is = unclear(preview, this.#choice)
    this.#ticked = textColumnsOf(this.#given, this.all)
    this.#label = labelColumn ?? (is.label ? null : preview.label.column)
  }

  /** What the table would be by the settings as they are chosen here. */
  get preview(): TablePreview {
    return this.#preview
  }

  get settings(): TableSettings {
    return this.#settings
  }

  get isLooking(): boolean {
    return this.#isLooking
  }

  /** Why the table cannot be read by these settings. */
  get error(): ErrorMessage | null {
    return this.#error
  }

  get all(): string[] {
    return this.#preview.columns.map(({ name }) => name)
  }

  /** The columns of the text, in the order in which they were ticked; the label's is none while it is that. */
  get texts(): readonly string[] {
    return this.#ticked.filter((name) => name !== this.#label)
  }

  get label(): string | null {
    return this.#label
  }

  get isComplete(): boolean {
    return this.texts.length > 0 && this.#label !== null && !this.#isLooking && this.#error === null
  }

  /** What is to be read by. A template that somebody wrote stays as it is as long as its columns do. */
  get change(): DatasetChange {
    const given = this.#given
    const isSame = given !== null && textColumnsOf(given, this.all).join('\n') === this.texts.join('\n')
    return {
      ...this.#settings,
      textColumn: isSame ? given : textColumnSpec(this.texts),
      labelColumn: this.#label,
    }
  }

  takeText(name: string, isTaken: boolean): void {
    this.#ticked = isTaken ? [...this.#ticked, name] : this.#ticked.filter((other) => other !== name)
    if (this.#label === name) this.#label = null
  }

  takeLabel(name: string): void {
    this.#label = name
  }

  /** Looks, a moment after the last change, at what the table would be. */
  set(settings: Partial<TableSettings>): void {
    this.#settings = { ...this.#settings, ...settings }
    this.#isLooking = true
    clearTimeout(this.#timer)
    const look = ++this.#look
    this.#timer = setTimeout(() => void this.#lookAgain(look), pause)
  }

  async #lookAgain(look: number): Promise<void> {
    let error: ErrorMessage | null = null
    try {
      const choice = { ...this.#choice, ...this.#settings, textColumn: null, labelColumn: null }
      const { table } = await this.api.call('preview', { choice })
      if (look === this.#look && table !== null) this.#adopt(table)
    } catch (thrown) {
      error = toErrorMessage(thrown)
    }
    if (look !== this.#look) return
    this.#error = error
    this.#isLooking = false
  }

  /** What was chosen and is there still stays chosen; where nothing is left, what is clear is taken. */
  #adopt(preview: TablePreview): void {
    this.#preview = preview
    const { all } = this
    this.#ticked = this.#ticked.filter((name) => all.includes(name))
    if (this.#label !== null && !all.includes(this.#label)) this.#label = null
    if (this.#label === null && preview.label.isClear) this.#label = preview.label.column
    if (this.texts.length === 0 && preview.text.isClear) this.#ticked = textColumnsOf(preview.text.column, all)
  }

  /** The text as it was said, or as it is clear without a word. */
  get #given(): string | null {
    const { text } = this.#preview
    return this.#choice.textColumn ?? (text.isClear ? text.column : null)
  }
}
