import type { Notification } from '../../../shared/app-contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { DownloadProgress } from '../../../shared/model-store.ts'
import { addModel, describeFound } from './add-model.ts'
import { Connection } from '../hub/connection.ts'
import { Contacts } from '../hub/requests.ts'
import { Hub } from '../hub/hub.ts'
import { lookUp } from '../hub/look-up.ts'
import { listModels } from './model-list.ts'
import { ModelStore } from './model-store.ts'
import type { Handlers } from '../app/calls.ts'
import type { Trainer } from '../runs/current-run.ts'

/** Milliseconds between two notifications of a download. */
const interval = 100

export type ModelCalls = Pick<
  Handlers,
  'listModels' | 'lookUpModel' | 'downloadModel' | 'cancelDownload' | 'deleteModel' | 'listContacts'
>

/** The models on this machine and those on the hub, as a window sees them; one download at a time. */
export class Models {
  readonly #store: ModelStore
  readonly contacts = new Contacts()
  readonly #hub: Hub
  #stop: AbortController | null = null
  #progress: DownloadProgress | null = null
  #toldAt = -Infinity
  /** Resolves, never rejects, when the download has ended. */
  #ended: Promise<unknown> = Promise.resolve()

  constructor(
    folder: string,
    isOffline: () => boolean,
    private readonly notify: (notification: Notification) => void,
    /** Reads a config.json, and opens what was downloaded. */
    private readonly trainer: Pick<Trainer, 'run'>,
  ) {
    this.#store = new ModelStore(folder)
    this.#hub = new Hub(new Connection({ contacts: this.contacts, isOffline }))
  }

  readonly calls: ModelCalls = {
    listModels: async () => {
      const [models, incomplete] = await Promise.all([listModels(this.#store), this.#store.incomplete()])
      return { models, incomplete, download: this.#progress }
    },
    lookUpModel: async ({ name }) => {
      const found = await lookUp(this.#hub, this.trainer, name, { signal: new AbortController().signal })
      return describeFound(this.#store, found)
    },
    downloadModel: async ({ name }) => {
      const download = this.#download(name)
      this.#ended = download.catch(() => undefined)
      return download
    },
    cancelDownload: async () => {
      this.cancel()
      return {}
    },
    deleteModel: async ({ path }) => {
      await this.#store.remove(path)
      return {}
    },
    listContacts: async () => this.contacts.list(),
  }

  /** Stops the download, if one goes on; what has come is kept. */
  cancel(): void {
    this.#stop?.abort()
  }

  /** Stops the download, if one goes on, and waits for its end. */
  async close(): Promise<void> {
    this.cancel()
    await this.#ended
  }

  async #download(name: string) {
    if (this.#stop) throw new LastlayerError('busy', 'A model is being downloaded: wait for its end, or stop it.')
    const { signal } = (this.#stop = new AbortController())
    this.#tell({ name, done: 0, total: 0, note: null })
    try {
      const found = await lookUp(this.#hub, this.trainer, name, { signal })
      return await addModel(this.#store, this.#hub, found, {
        signal,
        check: (path) => this.trainer.run('describe', { path }, { signal }),
        onProgress: (now) => this.#tell(now),
      })
    } finally {
      this.#stop = null
      this.#tell(null)
    }
  }

  #tell(progress: DownloadProgress | null): void {
    this.#progress = progress
    const isNews = progress === null || progress.note !== null || performance.now() - this.#toldAt >= interval
    if (!isNews) return
    this.#toldAt = performance.now()
    this.notify({ kind: 'download', progress })
  }
}
