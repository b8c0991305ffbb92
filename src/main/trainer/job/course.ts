import { setImmediate, setTimeout as delay } from 'node:timers/promises'
import { isInterrupted, LastlayerError, toErrorMessage } from '../../../shared/errors.ts'
import type { PauseSwitch } from '../../../shared/pause.ts'
import type { Happening } from '../../../shared/run-events.ts'
import { DiskFullError } from '../../disk/atomic-files.ts'
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

/** Milliseconds after which a full disk is tried again, at first and at most. */
const [firstWait, longestWait] = [500, 15_000]

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

  /** Holds still while the run is paused, or its log has no room. @throws LastlayerError `cancelled` */
  async hold(): Promise<void> {
    const { run, pause, signal, finish, emit } = this.#options
    if (run.isBehind) await this.whenThereIsRoom(async () => run.writeLog())
    if (!pause?.isOn || signal.aborted || finish?.aborted) return
    const since = performance.now()
    emit({ kind: 'paused' })
    await pause.whileOn(...[signal, finish].filter((one) => one !== undefined))
    this.#goOn(since)
  }

  /**
   * Does some work that writes files and may be repeated. Where the disk is full the run holds still, and tries it again
   * until there is room.
   * @throws LastlayerError `cancelled`; whatever else the work throws
   */
  async whenThereIsRoom<T>(work: () => Promise<T>): Promise<T> {
    const { signal, emit } = this.#options
    let since: number | null = null
    for (let wait = firstWait; ; wait = Math.min(2 * wait, longestWait)) {
      try {
        const value = await work()
        if (since !== null) this.#goOn(since)
        return value
      } catch (error) {
        if (!(error instanceof DiskFullError)) throw error
        if (since === null)
          emit({ kind: 'paused', reason: `${error.message} The run waits for room, and then goes on.` })
        since ??= performance.now()
      }
      await delay(wait, undefined, { signal }).catch(() => {
        throw new LastlayerError('cancelled', 'Stopped.')
      })
    }
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

  /** The run has held still since then. */
  #goOn(since: number): void {
    this.#paused += performance.now() - since
    if (!this.#options.signal.aborted) this.#options.emit({ kind: 'resumed', step: this.#step })
  }

  /** A run without a checkpoint is better than none, but for one that could have them later. */
  async #keep(standing: LiveStanding): Promise<void> {
    const { run, emit, signal } = this.#options
    const since = performance.now()
    const save = async (): Promise<void> => {
      // Its place in the log is a part of it.
      run.writeLog()
      await saveCheckpoint(run.path, run.seq, this.seconds, standing)
    }
    try {
      await (signal.aborted ? save() : this.whenThereIsRoom(save))
      this.#complaint = null
    } catch (error) {
      const { message } = toErrorMessage(error)
      if (!signal.aborted && message !== this.#complaint) {
        emit({ kind: 'notice', message: `No checkpoint was kept: ${message}` })
      }
      this.#complaint = message
    }
    this.#keptAt = performance.now()
    this.#cost = this.#keptAt - since
  }
}
