import type { Notification } from '../../shared/app-contract.ts'
import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { ExportFormat, ExportProgress, ExportProof } from '../../shared/export-proof.ts'
import type { Api } from '../transports/api.ts'

/** The export of a run: how far it is, and how it ended. */
export class ExportStore {
  #folder = $state<string | null>(null)
  #isRunning = $state(false)
  #progress = $state.raw<ExportProgress | null>(null)
  #proof = $state.raw<ExportProof | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)

  constructor(private readonly api: Api) {}

  /** The run of the last export; null before the first one. */
  get folder(): string | null {
    return this.#folder
  }

  get isRunning(): boolean {
    return this.#isRunning
  }

  get progress(): ExportProgress | null {
    return this.#progress
  }

  /** What came of it; null until it has succeeded. */
  get proof(): ExportProof | null {
    return this.#proof
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  /** Listens to the host; returns the way to stop listening. */
  listen(): () => void {
    return this.api.subscribe((notification) => this.#receive(notification))
  }

  /** Exports a run as a new folder below `parent`. */
  async start(folder: string, format: ExportFormat, parent: string, name: string): Promise<void> {
    if (this.#isRunning) return
    this.#folder = folder
    this.#isRunning = true
    this.#progress = null
    this.#proof = null
    this.#error = null
    try {
      this.#proof = await this.api.call('exportRun', { folder, format, parent, name })
    } catch (error) {
      this.#error = toErrorMessage(error)
    } finally {
      this.#isRunning = false
    }
  }

  async cancel(): Promise<void> {
    try {
      await this.api.call('cancelExport', {})
    } catch (error) {
      this.#error = toErrorMessage(error)
    }
  }

  #receive(notification: Notification): void {
    if (notification.kind === 'export' && this.#isRunning) this.#progress = notification.progress
  }
}
