import type { CallResult, Notification } from '../../shared/app-contract.ts'
import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { ExportFormat } from '../../shared/export-formats.ts'
import type { ExportProgress, ExportProof } from '../../shared/export-proof.ts'
import type { Api } from '../transports/api.ts'

type CurrentExport = NonNullable<CallResult<'currentExport'>>

/** The export of a run that goes on, or the last one of this session: a reload or a second window sees it too. */
export class ExportStore {
  #current = $state.raw<CurrentExport | null>(null)
  /** This page waits for the answer of `exportRun`, and needs no other. */
  #isAsking = false

  constructor(private readonly api: Api) {}

  /** The run of the last export; null before the first one. */
  get folder(): string | null {
    return this.#current?.folder ?? null
  }

  get isRunning(): boolean {
    return this.#current?.isRunning ?? false
  }

  get progress(): ExportProgress | null {
    return this.#current?.progress ?? null
  }

  /** What came of it; null until it has succeeded. */
  get proof(): ExportProof | null {
    return this.#current?.proof ?? null
  }

  get error(): ErrorMessage | null {
    return this.#current?.error ?? null
  }

  /** Listens to the host; returns the way to stop listening. */
  listen(): () => void {
    return this.api.subscribe((notification) => this.#receive(notification))
  }

  /** Reads the export that there is. */
  async load(): Promise<void> {
    try {
      const current = await this.api.call('currentExport', {})
      if (!this.#isAsking) this.#current = current
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Exports a run as a new folder below `parent`. */
  async start(folder: string, format: ExportFormat, parent: string, name: string): Promise<void> {
    if (this.isRunning) return
    const begun: CurrentExport = { folder, isRunning: true, progress: null, proof: null, error: null }
    this.#current = begun
    this.#isAsking = true
    try {
      const proof = await this.api.call('exportRun', { folder, format, parent, name })
      this.#current = { ...begun, isRunning: false, proof }
    } catch (error) {
      this.#current = { ...begun, isRunning: false, error: toErrorMessage(error) }
    } finally {
      this.#isAsking = false
    }
  }

  async cancel(): Promise<void> {
    try {
      await this.api.call('cancelExport', {})
    } catch (error) {
      this.#fail(error)
    }
  }

  #receive(notification: Notification): void {
    if (notification.kind !== 'export') return
    const { progress } = notification
    if (this.#current?.isRunning && progress !== null) this.#current = { ...this.#current, progress }
    // It was started elsewhere, or has ended there.
    else if (!this.#isAsking) void this.load()
  }

  #fail(error: unknown): void {
    if (this.#current !== null) this.#current = { ...this.#current, error: toErrorMessage(error) }
  }
}
