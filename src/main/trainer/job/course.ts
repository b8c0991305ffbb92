import { setImmediate } from 'node:timers/promises'
import { isInterrupted, toErrorMessage } from '../../../shared/errors.ts'
import type { PauseSwitch } from '../../../shared/pause.ts'
import type { Happening } from '../../../shared/run-events.ts'
import { saveCheckpoint, type Checkpoint } from '../checkpoint/checkpoint.ts'
import type { LiveStanding } from '../checkpoint/standing.ts'
import type { RunFolder } from '../run/run-folder.ts'

export interface CourseOptions {
  readonly run: RunFolder
  readonly emit: (happening: Happening) => void
  /** While it is on, the run holds still. */
  readonly pause?: PauseSwitch
  readonly signal: AbortSignal
  readonly finish?: AbortSignal
  /** What the run goes on from; null if it begins. */
  readonly checkpoint: Checkpoint | null
  /** Share of the time of an epoch that its checkpoints may take, besides the one at its end. */
  readonly checkpointShare?: number
}

/** How a run goes on: the seconds that it takes, its pauses, its checkpoints. */
export class Course {
  readonly #options: CourseOptions
  readonly #share: number
  readonly #startedAt = performance.now()
  #paused = 0
  #keptAt = performance.now()
  /** Milliseconds that the last checkpoint took. */
  #cost = 0
  #complaint: string | null = null
  #step: number

  constructor(options: CourseOptions) {
    this.#options = options
    this.#share = options.checkpointShare ?? 0.015
    this.#step = options.checkpoint?.step ?? 0
  }

  /** Seconds that the run has taken, in all its processes, without its pauses. */
  get seconds(): number {
    return (this.#options.checkpoint?.seconds ?? 0) + (performance.now() - this.#startedAt - this.#paused) / 1000
  }

  /** Holds still while the run is paused. */
  async hold(): Promise<void> {
    const { pause, signal, finish, emit } = this.#options
    if (!pause?.isOn || signal.aborted || finish?.aborted) return
    const since = performance.now()
    emit({ kind: 'paused' })
    await pause.whileOn(...[signal, finish].filter((one) => one !== undefined))
    this.#paused += performance.now() - since
    if (!signal.aborted) emit({ kind: 'resumed', step: this.#step })
  }

  /** Keeps a checkpoint at the end of an epoch, before a pause or a breaking off, and else as often as time allows. */
  async follow(standing: LiveStanding, after: 'step' | 'epoch'): Promise<void> {
    const { pause, signal } = this.#options
    this.#step = standing.optimizer.step
    // Messages of the host may wait.
    await setImmediate()
    const isDue = (performance.now() - this.#keptAt) * this.#share >= this.#cost
    if (after === 'epoch' || isDue || pause?.isOn || isInterrupted(signal)) await this.#keep(standing)
    await this.hold()
  }

  /** A run without a checkpoint is better than none. */
  async #keep(standing: LiveStanding): Promise<void> {
    const { run, emit } = this.#options
    const since = performance.now()
    try {
      await saveCheckpoint(run.path, run.seq, this.seconds, standing)
      this.#complaint = null
    } catch (error) {
      const { message } = toErrorMessage(error)
      if (message !== this.#complaint) emit({ kind: 'notice', message: `No checkpoint was kept: ${message}` })
      this.#complaint = message
    }
    this.#keptAt = performance.now()
    this.#cost = this.#keptAt - since
  }
}
