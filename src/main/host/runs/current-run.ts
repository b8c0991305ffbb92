import type { CallResult, Notification } from '../../../shared/app-contract.ts'
import type { Places } from '../../../shared/contract.ts'
import { interruption, LastlayerError, toErrorMessage, type ErrorMessage } from '../../../shared/errors.ts'
import { PauseSwitch } from '../../../shared/pause.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { Happening, RunEvent, RunReport } from '../../../shared/run-events.ts'
import { fineTune } from '../trainer/fine-tune.ts'
import type { RunOptions, TrainerHost } from '../trainer/start.ts'
import { endRunFolder } from './run-log.ts'

/** What the hosts need of a {@link TrainerHost}. */
export type Trainer = Pick<TrainerHost, 'run' | 'close' | 'renew'>

interface Run {
  readonly recipe: Recipe
  readonly events: RunEvent[]
  readonly cancel: AbortController
  readonly finish: AbortController
  readonly pause: PauseSwitch
  /** Resolves, never rejects, when the run has ended and everyone has been told. */
  ended: Promise<void>
  isRunning: boolean
}

/** Milliseconds between two batches of events: ten a second, however fast training goes. */
const interval = 100

/** The one run that may go on at a time, and everything it has told so far. */
export class CurrentRun {
  #run: Run | null = null
  /** A run without an event so far. */
  #starting: Run | null = null
  #unsent: RunEvent[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly trainer: Trainer,
    private readonly places: Places,
    private readonly notify: (notification: Notification) => void,
    /** For the first run to tell. */
    private notices: readonly string[] = [],
  ) {}

  get isRunning(): boolean {
    return this.#starting !== null || this.#run?.isRunning === true
  }

  /** The folder of the run that is going on, once it is known. */
  get folder(): string | null {
    return this.#run?.isRunning ? folderOf(this.#run.events) : null
  }

  /** The folder of the model that is being fine-tuned. */
  get model(): string | null {
    const run = this.#starting ?? this.#run
    return run?.isRunning ? run.recipe.model : null
  }

  snapshot(): CallResult<'currentRun'> {
    if (!this.#run) return null
    const { isRunning, events, recipe } = this.#run
    return { isRunning, events: [...events], recipe }
  }

  /**
   * Starts a run and answers at its first event. What fails before leaves the former run in its place.
   * @throws LastlayerError `usage` if a run is going on; whatever keeps this one from beginning
   */
  async start(recipe: Recipe): Promise<void> {
    const { trainer, places } = this
    await this.#begin(recipe, (notices, options) =>
      fineTune(trainer, { command: 'finetune', params: { recipe, places, out: null, notices } }, options),
    )
  }

  /** Goes on with the run in a folder, as {@link start} does. @param recipe that it has */
  async resume(run: string, recipe: Recipe): Promise<void> {
    const { trainer, places } = this
    await this.#begin(recipe, (notices, options) =>
      fineTune(trainer, { command: 'resume', params: { run, places, notices } }, options),
    )
  }

  async #begin(recipe: Recipe, ask: (notices: string[], options: RunOptions) => Promise<RunReport>): Promise<void> {
    if (this.isRunning) throw new LastlayerError('busy', 'A fine-tuning is going on: stop it or wait for its end.')
    const run: Run = {
      recipe,
      events: [],
      cancel: new AbortController(),
      finish: new AbortController(),
      pause: new PauseSwitch(),
      ended: Promise.resolve(),
      isRunning: true,
    }
    this.#starting = run
    try {
      await new Promise<void>((begun, failed) => {
        const onEvent = (event: RunEvent): void => {
          run.events.push(event)
          if (run.events.length === 1) {
            this.#run = run
            this.notices = []
            begun()
          }
          this.#send(event)
        }
        const { cancel, finish, pause } = run
        run.ended = ask([...this.notices], { onEvent, signal: cancel.signal, finish: finish.signal, pause }).then(
          () => this.#end(run, null),
          (error: unknown) => {
            if (run.events.length === 0) failed(error)
            else return this.#end(run, toErrorMessage(error))
          },
        )
      })
    } finally {
      this.#starting = null
    }
  }

  /** @throws LastlayerError `usage` if no run is going on, or nothing is there that could be kept */
  stop(how: 'keep' | 'cancel'): void {
    const { events, finish, cancel } = this.#going()
    if (how === 'cancel') return cancel.abort()
    if (!events.some(({ kind }) => kind === 'step')) {
      throw new LastlayerError('usage', 'Nothing is trained yet, so there is nothing to keep: cancel the run instead.')
    }
    finish.abort()
  }

  /** Holds the run still, or lets it go on. @throws LastlayerError `usage` if no run is going on */
  pause(isPaused: boolean): void {
    this.#going().pause.isOn = isPaused
  }

  /** Breaks the run off, if one is going on, and waits for its end: it can be gone on with. */
  async close(): Promise<void> {
    if (!this.isRunning) return
    const { cancel, ended } = this.#going()
    cancel.abort(interruption())
    await ended
  }

  #going(): Run {
    const run = this.#starting ?? this.#run
    if (!run?.isRunning) throw new LastlayerError('usage', 'No fine-tuning is going on.')
    return run
  }

  #send(event: RunEvent): void {
    this.#unsent.push(event)
    this.#timer ??= setTimeout(() => this.#flush(), interval)
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#unsent.length > 0) this.notify({ kind: 'events', events: this.#unsent })
    this.#unsent = []
  }

  /** A run that could not say how it ended is given an ending: in its log, if it still has one, and here. */
  async #end(run: Run, error: ErrorMessage | null): Promise<void> {
    const last = run.events.at(-1)
    const folder = folderOf(run.events)
    let wasFinished = error === null
    if (error && last?.kind !== 'failed') {
      const ending: Happening = { kind: 'failed', error }
      const logged = folder === null ? null : await endRunFolder(folder, ending).catch(() => null)
      const event = logged ?? { seq: (last?.seq ?? 0) + 1, time: Date.now(), ...ending }
      // The trainer may have died between the log and the message.
      wasFinished = event.kind === 'finished'
      run.events.push(event)
      this.#send(event)
    }
    run.isRunning = false
    this.#flush()
    this.notify({ kind: 'ended', error: wasFinished ? null : error })
  }
}

function folderOf(events: readonly RunEvent[]): string | null {
  for (const event of events) if (event.kind === 'started') return event.run
  return null
}
