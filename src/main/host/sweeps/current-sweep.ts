import type { Notification } from '../../../shared/app-contract.ts'
import type { Places } from '../../../shared/contract.ts'
import { toErrorMessage } from '../../../shared/errors.ts'
import type { RunEvent, RunReport } from '../../../shared/run-events.ts'
import type { Sweep, SweepState } from '../../../shared/sweeps.ts'
import type { Trainer } from '../runs/current-run.ts'
import { endRunFolder } from '../runs/run-log.ts'
import { fineTune } from '../trainer/fine-tune.ts'
import { runSweep, type NextRun } from './run-sweep.ts'

/** Milliseconds between two notifications of how far a run is. */
const interval = 100

/** The one sweep that may go on at a time, or how the last one of this session ended. */
export class CurrentSweep {
  #state: SweepState | null = null
  #stop: AbortController | null = null
  /** The run that goes on, once its folder is known, and the model that it trains. */
  #run: { folder: string | null; model: string } | null = null
  #toldAt = -Infinity
  /** Resolves, never rejects, when the sweep has ended. */
  #ended: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly trainer: Trainer,
    private readonly places: Places,
    private readonly notify: (notification: Notification) => void,
  ) {}

  get state(): SweepState | null {
    return this.#state
  }

  get isRunning(): boolean {
    return this.#stop !== null
  }

  /** The folder of the run that goes on, once it is known. */
  get runFolder(): string | null {
    return this.#run?.folder ?? null
  }

  /** The folder of the model that is being fine-tuned. */
  get model(): string | null {
    return this.#run?.model ?? null
  }

  /**
   * Makes the runs of a sweep that are not finished. Answers when the sweep is held and lies in its folder; what fails
   * later is told.
   * @throws LastlayerError `usage` if another process goes on with it; `output` if the folder cannot be written
   */
  async start(planned: Sweep, folder: string): Promise<void> {
    const { signal } = (this.#stop = new AbortController())
    await new Promise<void>((begun, failed) => {
      const onChange = ({ runs }: Sweep): void => {
        const done = runs.filter(({ result }) => result !== null).length
        this.#tell({ folder, isRunning: true, done, of: runs.length, now: null, error: null })
        begun()
      }
      const running = runSweep(planned, { folder, signal, onChange, train: (next) => this.#train(next) })
      this.#ended = running.then(
        () => this.#end(null),
        (error: unknown) => {
          this.#end(signal.aborted ? null : error)
          failed(error)
        },
      )
    })
  }

  /** Cancels the run that goes on; those that are finished stay. */
  stop(): void {
    this.#stop?.abort()
  }

  /** Stops the sweep, if one goes on, and waits for its end. */
  async close(): Promise<void> {
    this.stop()
    await this.#ended
  }

  async #train({ recipe, place, prepare, signal, onEvent }: NextRun): Promise<RunReport> {
    const run: { folder: string | null; model: string } = { folder: null, model: recipe.model }
    this.#run = run
    const follow = (event: RunEvent): void => {
      onEvent(event)
      if (event.kind === 'started') run.folder = event.run
      if (event.kind === 'step') this.#follow({ place, phase: 'training', done: event.step, total: event.steps })
      if (event.kind === 'progress') {
        const { phase, done, total } = event
        this.#follow({ place, phase, done, total })
      }
    }
    try {
      const params = { recipe, places: this.places, out: null, prepare }
      return await fineTune(this.trainer, { command: 'finetune', params }, { signal, onEvent: follow })
    } catch (error) {
      // The trainer may have died, and then its log lacks an ending.
      if (run.folder !== null) {
        await endRunFolder(run.folder, { kind: 'failed', error: toErrorMessage(error) }).catch(() => null)
      }
      throw error
    } finally {
      this.#run = null
    }
  }

  #follow(now: NonNullable<SweepState['now']>): void {
    if (this.#state === null) return
    this.#state = { ...this.#state, now }
    if (performance.now() - this.#toldAt >= interval) this.#tell(this.#state)
  }

  #end(error: unknown): void {
    this.#stop = null
    if (this.#state === null) return
    const told = error === null ? null : toErrorMessage(error)
    this.#tell({ ...this.#state, isRunning: false, now: null, error: told })
  }

  #tell(state: SweepState): void {
    this.#state = state
    this.#toldAt = performance.now()
    this.notify({ kind: 'sweep', state })
  }
}
