import type { CallParams } from '../../src/shared/app-contract.ts'
import { LastlayerError } from '../../src/shared/errors.ts'
import type { ExportProof, ExportProgress } from '../../src/shared/export-proof.ts'

export type ExportParams = CallParams<'exportRun'>

/** Exports of a host in memory. Each takes twelve steps of `interval` milliseconds; one into a folder "taken" fails, one into "slow" ends only if it is cancelled. */
export class FakeExports {
  #isStopped = false

  constructor(
    private readonly interval: number,
    private readonly notify: (message: unknown) => void,
  ) {}

  async run({ format, parent, name }: ExportParams): Promise<ExportProof> {
    const destination = `${parent}/${name}`
    if (name === 'taken') {
      throw new LastlayerError('output', `${destination} already holds letter.txt. Choose a new or an empty folder.`)
    }
    this.#isStopped = false
    for (let step = 0; step < 12; step += name === 'slow' && step === 8 ? 0 : 1) {
      this.notify({ kind: 'export', progress: progressAt(step) })
      await new Promise((resolve) => setTimeout(resolve, this.interval))
      if (this.#isStopped) throw new LastlayerError('cancelled', 'Stopped.')
    }
    this.notify({ kind: 'export', progress: null })
    const isSmall = format === 'onnx-int8'
    return {
      destination,
      format,
      files: [{ name: 'README.md', bytes: 1512 }],
      size: { exported: isSmall ? 67_000_000 : 267_000_000, own: 267_832_560 },
      texts: 100,
      source: 'sample:reviews',
      isOwn: true,
      largestLogitDifference: isSmall ? 0.15 : 1.3e-6,
      largestProbabilityDifference: isSmall ? 0.022 : 5.7e-7,
      equalLabels: isSmall ? 0.98 : 1,
      textsPerSecond: { exported: isSmall ? 41 : 19, own: 21 },
    }
  }

  cancel(): void {
    this.#isStopped = true
  }
}

function progressAt(step: number): ExportProgress {
  if (step < 5) return { phase: 'saving', done: 20 * step, total: 100 }
  return step === 5
    ? { phase: 'reading', done: 0, total: 1 }
    : { phase: 'evaluating', done: 30 * (step - 5), total: 200 }
}
