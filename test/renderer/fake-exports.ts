import type { CallParams, CallResult } from '../../src/shared/app-contract.ts'
import { LastlayerError, toErrorMessage } from '../../src/shared/errors.ts'
import type { ExportProof, ExportProgress } from '../../src/shared/export-proof.ts'
import { exportProof } from '../support/export-proof.ts'

export type ExportParams = CallParams<'exportRun'>

/** Exports of a host in memory. Each takes twelve steps of `interval` milliseconds; one into a folder "taken" fails, one into "slow" ends only if it is cancelled. */
export class FakeExports {
  current: CallResult<'currentExport'> = null
  #isStopped = false

  constructor(
    private readonly interval: number,
    private readonly notify: (message: unknown) => void,
  ) {}

  async run(params: ExportParams): Promise<ExportProof> {
    const begun = { folder: params.folder, isRunning: true, progress: null, proof: null, error: null }
    this.current = begun
    try {
      const proof = await this.#play(params)
      this.current = { ...begun, isRunning: false, proof }
      return proof
    } catch (error) {
      this.current = { ...begun, isRunning: false, error: toErrorMessage(error) }
      throw error
    } finally {
      this.notify({ kind: 'export', progress: null })
    }
  }

  async #play({ format, parent, name }: ExportParams): Promise<ExportProof> {
    const destination = `${parent}/${name}`
    if (name === 'taken') {
      throw new LastlayerError('output', `${destination} already holds letter.txt. Choose a new or an empty folder.`)
    }
    this.#isStopped = false
    for (let step = 0; step < 12; step += name === 'slow' && step === 8 ? 0 : 1) {
      const progress = progressAt(step)
      if (this.current !== null) this.current = { ...this.current, progress }
      this.notify({ kind: 'export', progress })
      await new Promise((resolve) => setTimeout(resolve, this.interval))
      if (this.#isStopped) throw new LastlayerError('cancelled', 'Stopped.')
    }
    const proof = { ...exportProof, destination, format }
    if (format !== 'onnx-int8') return proof
    const size = { exported: 67_000_000, own: proof.size.own }
    return { ...proof, size, largestProbabilityDifference: 0.022, equalLabels: 0.98 }
  }

  cancel(): void {
    this.#isStopped = true
  }
}

function progressAt(step: number): ExportProgress {
  if (step < 5) return { phase: 'saving', done: 20 * step, total: 100, unit: 'tensors' }
  return step === 5
    ? { phase: 'reading', done: 0, total: 1, unit: 'datasets' }
    : { phase: 'evaluating', done: 30 * (step - 5), total: 200, unit: 'answers' }
}
