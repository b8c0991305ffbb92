import { toErrorMessage, type ErrorMessage } from '../../../shared/errors.ts'
import type { ListedSweep } from '../../../shared/sweeps.ts'
import type { Api } from '../../transports/api.ts'

/** The sweeps that the command line made, and which of them is open. */
export class SweepsStore {
  #list = $state.raw<readonly ListedSweep[]>([])
  #folder = $state.raw<string | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)

  constructor(private readonly api: Api) {}

  /** Newest first. */
  get list(): readonly ListedSweep[] {
    return this.#list
  }

  get opened(): ListedSweep | null {
    return this.#list.find(({ folder }) => folder === this.#folder) ?? null
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  async refresh(): Promise<void> {
    this.#error = null
    try {
      this.#list = await this.api.call('listSweeps', {})
    } catch (error) {
      this.#error = toErrorMessage(error)
    }
  }

  /** Opens a sweep; closes the one that is open. */
  toggle(folder: string): void {
    this.#folder = folder === this.#folder ? null : folder
  }
}
