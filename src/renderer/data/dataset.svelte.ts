import type { CallResult } from '../../shared/app-contract.ts'
import { datasetChoiceOf } from '../../shared/dataset-settings.ts'
import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Api } from '../transports/api.ts'
import type { RecipeStore } from '../recipe/recipe.svelte.ts'
import type { Session } from '../app/session.svelte.ts'

export type Inspection = CallResult<'inspect'>

/** The data of the next run: what is chosen, and what one pass over it finds. */
export class DatasetStore {
  #path = $state<string | null>(null)
  #inspection = $state.raw<Inspection | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)
  #isReading = $state(false)
  #reading = 0

  constructor(
    private readonly api: Api,
    private readonly recipe: RecipeStore,
    private readonly session: Session,
  ) {}

  /** Null while nothing is chosen. */
  get path(): string | null {
    return this.#path
  }

  get inspection(): Inspection | null {
    return this.#inspection
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  get isReading(): boolean {
    return this.#isReading
  }

  /** Chooses a folder, a file or a sample, and reads it. */
  async choose(path: string): Promise<void> {
    this.#inspection = null
    this.recipe.change({ dataset: path, textColumn: null, labelColumn: null })
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

  async useColumns(text: string, label: string): Promise<void> {
    if (this.#path === null) return
    this.recipe.change({ textColumn: text, labelColumn: label })
    await this.read(this.#path)
  }

  /** Reads what the recipe names. Only the last reading asked for counts. */
  async read(path: string): Promise<void> {
    const reading = ++this.#reading
    this.#path = path
    this.#error = null
    this.#isReading = true
    const { model, maxLength } = this.recipe.recipe
    let error: ErrorMessage | null = null
    let inspection: Inspection | null = null
    try {
      const choice = datasetChoiceOf(this.recipe.recipe)
      inspection = await this.api.call('inspect', { choice, model, maxLength })
    } catch (thrown) {
      error = toErrorMessage(thrown)
    }
    if (reading !== this.#reading) return
    this.#inspection = inspection
    this.#error = error
    this.#isReading = false
  }

  /** Back to the choice of data, with the reason why what was offered cannot be used. */
  refuse(reason: string): void {
    this.clear()
    this.#error = { code: 'dataset', message: reason }
  }

  /** Back to the choice of data. */
  clear(): void {
    this.#reading++
    this.#path = null
    this.#inspection = null
    this.#error = null
    this.#isReading = false
  }
}
