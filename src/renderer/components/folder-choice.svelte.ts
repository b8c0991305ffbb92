import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Session } from '../app/session.svelte.ts'
import type { Api } from '../transports/api.ts'

/** How a person chooses a folder: with the desktop's own dialog, or in the FolderBrowser, which a web page opens. */
export class FolderChoice {
  #isBrowsing = $state(false)
  /** Why the last choice came to nothing. */
  error = $state.raw<ErrorMessage | null>(null)

  /** @param onchoose takes the folder; what it throws is told in `error` */
  constructor(
    private readonly api: Api,
    private readonly session: Session,
    private readonly dialog: 'chooseModel' | 'chooseDestination',
    private readonly onchoose: (path: string) => unknown,
  ) {}

  /** Whether the FolderBrowser is open. */
  get isBrowsing(): boolean {
    return this.#isBrowsing
  }

  /** For the button: it opens and closes the FolderBrowser where there is one. */
  get isExpanded(): boolean | undefined {
    return this.session.isWeb ? this.#isBrowsing : undefined
  }

  async open(): Promise<void> {
    this.error = null
    if (this.session.isWeb) this.#isBrowsing = !this.#isBrowsing
    else await this.#attempt(async () => this.take(await this.api.call(this.dialog, {})))
  }

  /** What the FolderBrowser or the dialog gave; null if the person closed it. */
  async take(path: string | null): Promise<void> {
    this.#isBrowsing = false
    if (path !== null) await this.#attempt(async () => this.onchoose(path))
  }

  async #attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act()
    } catch (error) {
      this.error = toErrorMessage(error)
    }
  }
}
