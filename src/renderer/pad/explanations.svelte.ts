import type { CallResult } from '../../shared/app-contract.ts'
import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Api } from '../transports/api.ts'

/** Why a text was answered as it was; told on request, as it takes a while. */
export class Explanations {
  #of = $state.raw<{ readonly model: string; readonly text: string } | null>(null)
  #found = $state.raw<CallResult<'explain'> | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)

  constructor(private readonly api: Api) {}

  get error(): ErrorMessage | null {
    return this.#error
  }

  /** What was found of a text; null where it was not asked for, or is not there yet. */
  found(model: string | null, text: string): CallResult<'explain'> | null {
    return this.#isOf(model, text) ? this.#found : null
  }

  isAsking(model: string | null, text: string): boolean {
    return this.#isOf(model, text) && this.#found === null && this.#error === null
  }

  async ask(model: string, text: string): Promise<void> {
    const asked = (this.#of = { model, text })
    this.#found = null
    this.#error = null
    try {
      const found = await this.api.call('explain', { model, text })
      if (this.#of === asked) this.#found = found
    } catch (error) {
      if (this.#of === asked) this.#error = toErrorMessage(error)
    }
  }

  #isOf(model: string | null, text: string): boolean {
    return this.#of !== null && this.#of.model === model && this.#of.text === text
  }
}
