import { datasetChoiceOf, type DatasetChange, type DatasetChoice } from '../../../shared/dataset-settings.ts'
import { toErrorMessage, type ErrorMessage } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { TablePreview } from '../../../shared/table-preview.ts'
import type { Api } from '../../transports/api.ts'
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
  /** What the person has said; undefined where that is nothing, and what is clear counts. */
  #ticked = $state.raw<readonly string[] | undefined>()
  #label = $state<string | null | undefined>()
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
    const { textColumn, labelColumn } = this.#choice
    this.#settings = tableSettingsOf(this.#choice)
    this.#preview = preview
    this.#ticked = textColumn === null ? undefined : textColumnsOf(textColumn, this.all)
    this.#label = labelColumn ?? undefined
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
    return this.#columns.filter((name) => name !== this.label)
  }

  get label(): string | null {
    const { label } = this.#preview
    return this.#label === undefined ? (label.isClear ? label.column : null) : this.#label
  }

  get isComplete(): boolean {
    return this.texts.length > 0 && this.label !== null && !this.#isLooking && this.#error === null
  }

  /** What is to be read by. A template that somebody wrote stays as it is as long as its columns do. */
  get change(): DatasetChange {
    const given = this.#given
    const isSame = given !== null && textColumnsOf(given, this.all).join('\n') === this.texts.join('\n')
    return {
      ...this.#settings,
      textColumn: isSame ? given : textColumnSpec(this.texts),
      labelColumn: this.label,
    }
  }

  takeText(name: string, isTaken: boolean): void {
    const others = this.texts.filter((other) => other !== name)
    if (this.label === name) this.#label = null
    this.#ticked = isTaken ? [...others, name] : others
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

  /** What the person chose stays where it is there still; what was only clear is what is clear now. */
  #adopt(preview: TablePreview): void {
    this.#preview = preview
    const { all } = this
    const left = this.#ticked?.filter((name) => all.includes(name)) ?? []
    this.#ticked = left.length > 0 ? left : undefined
    if (typeof this.#label !== 'string' || !all.includes(this.#label)) this.#label = undefined
  }

  get #columns(): readonly string[] {
    const { text } = this.#preview
    return this.#ticked ?? textColumnsOf(text.isClear ? text.column : null, this.all)
  }

  /** The text as it was said, or as it is clear without a word. */
  get #given(): string | null {
    const { text } = this.#preview
    return this.#choice.textColumn ?? (text.isClear ? text.column : null)
  }
}
