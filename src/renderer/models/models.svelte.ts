import type { Notification } from '../../shared/app-contract.ts'
import type { ErrorMessage } from '../../shared/errors.ts'
import type {
  Contact,
  DownloadProgress,
  FoundModel,
  IncompleteModel,
  InstalledModel,
} from '../../shared/model-store.ts'
import type { Api } from '../transports/api.ts'
import { failureOf } from '../transports/failure.ts'

/** The models on this machine, the one that is looked up on the hub, the download that goes on, and what was contacted. */
export class ModelsStore {
  #installed = $state.raw<readonly InstalledModel[]>([])
  #incomplete = $state.raw<readonly IncompleteModel[]>([])
  #found = $state.raw<FoundModel | null>(null)
  #download = $state.raw<DownloadProgress | null>(null)
  #contacts = $state.raw<readonly Contact[]>([])
  #error = $state.raw<ErrorMessage | null>(null)
  #isLookingUp = $state(false)

  constructor(private readonly api: Api) {}

  /** The bundled one first. */
  get installed(): readonly InstalledModel[] {
    return this.#installed
  }

  get incomplete(): readonly IncompleteModel[] {
    return this.#incomplete
  }

  /** What the hub said of the model looked up last. */
  get found(): FoundModel | null {
    return this.#found
  }

  /** Null while nothing is downloaded. */
  get download(): DownloadProgress | null {
    return this.#download
  }

  /** Every request since the application started. */
  get contacts(): readonly Contact[] {
    return this.#contacts
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  get isLookingUp(): boolean {
    return this.#isLookingUp
  }

  /** Listens to the host; returns the way to stop listening. */
  listen(): () => void {
    return this.api.subscribe((notification) => this.#receive(notification))
  }

  /** Reads what there is. Nothing is contacted. */
  async refresh(): Promise<void> {
    await this.#attempt(() => this.#read())
  }

  /** Asks the hub what a model is. */
  async lookUp(name: string): Promise<void> {
    this.#found = null
    this.#isLookingUp = true
    await this.#attempt(async () => {
      this.#found = await this.api.call('lookUpModel', { name }).finally(() => this.#readContacts())
    })
    this.#isLookingUp = false
  }

  /** Downloads a model, or goes on with it; the notification of its end brings the new lists. */
  async fetch(name: string): Promise<void> {
    await this.#attempt(() => this.api.call('downloadModel', { name }))
  }

  /** Stops the download; what has come is kept. */
  async stop(): Promise<void> {
    await this.#attempt(() => this.api.call('cancelDownload', {}))
  }

  /** Deletes a model, or what there is of one, for good. */
  async delete(path: string): Promise<void> {
    await this.#attempt(async () => {
      await this.api.call('deleteModel', { path })
      this.#found = null
      await this.#read()
    })
  }

  /** What was wrong is no matter of what is written now. */
  clearError(): void {
    this.#error = null
  }

  #receive(notification: Notification): void {
    if (notification.kind !== 'download') return
    this.#download = notification.progress
    const read = notification.progress === null ? this.#read() : this.#readContacts()
    // What could not be read now is read the next time.
    read.catch(() => undefined)
  }

  async #read(): Promise<void> {
    const [{ models, incomplete, download }] = await Promise.all([
      this.api.call('listModels', {}),
      this.#readContacts(),
    ])
    this.#installed = models
    this.#incomplete = incomplete
    this.#download = download
  }

  async #readContacts(): Promise<void> {
    this.#contacts = await this.api.call('listContacts', {})
  }

  /** That a person has stopped something is no error. */
  async #attempt(act: () => Promise<unknown>): Promise<void> {
    this.#error = null
    this.#error = await failureOf(act)
  }
}
