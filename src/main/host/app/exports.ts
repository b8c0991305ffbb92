import { join } from 'node:path'
import type { CallResult, Notification } from '../../../shared/app-contract.ts'
import { LastlayerError, toErrorMessage } from '../../../shared/errors.ts'
import type { ExportProof } from '../../../shared/export-proof.ts'
import type { Handlers } from './calls.ts'
import type { Trainer } from '../runs/current-run.ts'

/** Milliseconds between two notifications of an export. */
const interval = 100

export type ExportCalls = Pick<Handlers, 'exportRun' | 'cancelExport' | 'currentExport'>
type ExportParams = Parameters<ExportCalls['exportRun']>[0]
type CurrentExport = NonNullable<CallResult<'currentExport'>>

/** Exports of runs, as a window asks for them; one at a time. */
export class Exports {
  #current: CurrentExport | null = null
  #stop: AbortController | null = null
  #toldAt = -Infinity
  /** Resolves, never rejects, when the export has ended. */
  #ended: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly trainer: Trainer,
    private readonly notify: (notification: Notification) => void,
  ) {}

  readonly calls: ExportCalls = {
    exportRun: async (params) => {
      if (this.#stop) throw new LastlayerError('busy', 'A run is being exported: wait for its end, or stop it.')
      const running = this.#export(params)
      this.#ended = running.catch(() => undefined)
      return running
    },
    cancelExport: async () => {
      this.#stop?.abort()
      return {}
    },
    currentExport: async () => this.#current,
  }

  /** Stops the export, if one goes on, and waits until it has taken back what it wrote. */
  async close(): Promise<void> {
    this.#stop?.abort()
    await this.#ended
  }

  async #export({ folder, format, parent, name }: ExportParams): Promise<ExportProof> {
    const { signal } = (this.#stop = new AbortController())
    const begun: CurrentExport = { folder, isRunning: true, progress: null, proof: null, error: null }
    this.#tell(begun)
    try {
      const params = { model: folder, format, destination: join(parent, name) }
      const proof = await this.trainer.run('export', params, {
        signal,
        onProgress: (progress) => this.#tell({ ...begun, progress }),
      })
      this.#current = { ...begun, isRunning: false, proof }
      return proof
    } catch (error) {
      this.#current = { ...begun, isRunning: false, error: toErrorMessage(error) }
      throw error
    } finally {
      this.#stop = null
      this.notify({ kind: 'export', progress: null })
    }
  }

  #tell(current: CurrentExport): void {
    this.#current = current
    const { progress } = current
    if (progress === null || performance.now() - this.#toldAt < interval) return
    this.#toldAt = performance.now()
    this.notify({ kind: 'export', progress })
  }
}
