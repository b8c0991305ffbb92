import type { Contacts } from '../../host/hub/requests.ts'
import type { Updates, UpdatesOptions } from './updates.ts'

/** The updates, which are loaded when the person first asks for them: a start does without. */
export class UpdatesOnDemand {
  #updates: Promise<Updates> | null = null

  constructor(
    private readonly contacts: Contacts,
    private readonly options: Omit<UpdatesOptions, 'load'>,
  ) {}

  /** See {@link Updates.check}. */
  async check(): Promise<void> {
    const updates = await (this.#updates ??= this.#open())
    await updates.check()
  }

  /** See {@link Updates.cancel}. */
  cancel(): void {
    void this.#updates?.then((updates) => updates.cancel())
  }

  async #open(): Promise<Updates> {
    const [{ Updates }, { loadUpdater }] = await Promise.all([import('./updates.ts'), import('./updater.ts')])
    return new Updates({ ...this.options, load: () => loadUpdater(this.contacts) })
  }
}
