import type { Notification } from '../../shared/app-contract.ts'
import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { RunEvent } from '../../shared/run-events.ts'
import type { Api } from '../transports/api.ts'
import { applyEvents, emptyRun, type RunState } from '../run/run-state.ts'
import { epochSentence } from '../text/sentences.ts'
import { t } from '../words/words.svelte.ts'
import { at } from '../../shared/at.ts'

/**
 * The run that is going on, or the last one of this session. First it listens, then it reads what was, and it passes
 * over what it has seen: so a reload, a second window or a lost connection costs nothing.
 */
export class RunStore {
  #state = $state.raw<RunState>(emptyRun)
  #recipe = $state.raw<Recipe | null>(null)
  #isRunning = $state(false)
  #isStopping = $state<'keep' | 'cancel' | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)
  #announcement = $state('')
  /** Events that came while what was is being read; null at other times. */
  #early: RunEvent[] | null = null

  /** Called whenever a run has ended, with its folder if it finished. */
  onEnded: (folder: string | null) => void = () => undefined

  constructor(private readonly api: Api) {}

  get state(): RunState {
    return this.#state
  }

  /** The recipe of this run; null if there was no run. */
  get recipe(): Recipe | null {
    return this.#state.recipe ?? this.#recipe
  }

  get isRunning(): boolean {
    return this.#isRunning
  }

  /** How the person asked it to stop; it takes until the present step is done. */
  get isStopping(): 'keep' | 'cancel' | null {
    return this.#isStopping
  }

  /** Whether it has learned something that stopping could keep; the search for rates leaves nothing. */
  get canKeep(): boolean {
    return this.#isRunning && this.#state.steps.length > 0
  }

  get error(): ErrorMessage | null {
    return this.#error ?? this.#state.error
  }

  /** The last thing worth saying aloud. */
  get announcement(): string {
    return this.#announcement
  }

  /** Listens to the host; returns the way to stop listening. */
  listen(): () => void {
    return this.api.subscribe((notification) => this.#receive(notification))
  }

  /** Reads the run that there is. */
  async load(): Promise<void> {
    if (this.#early !== null) return
    this.#early = []
    const wasRunning = this.#isRunning
    try {
      const current = await this.api.call('currentRun', {})
      if (current !== null) {
        this.#recipe = current.recipe
        this.#apply(current.events)
      }
      this.#isRunning = current?.isRunning ?? false
    } catch (error) {
      this.#error = toErrorMessage(error)
    }
    const early = this.#early
    this.#early = null
    this.#apply(early)
    if (this.#state.report !== null || this.#state.error !== null) this.#isRunning = false
    // It ended while nobody listened.
    if (wasRunning && !this.#isRunning) this.#end(null)
  }

  /** Starts a run; what keeps it from starting is told in `error`. */
  start(recipe: Recipe): Promise<boolean> {
    return this.#begin(recipe, t('train.said.starts'), () => this.api.call('start', { recipe }))
  }

  /** Goes on with a run that was broken off, as {@link start} does. */
  resume({ folder, recipe }: { readonly folder: string; readonly recipe: Recipe }): Promise<boolean> {
    return this.#begin(recipe, t('train.said.goesOn'), () => this.api.call('resume', { folder }))
  }

  async #begin(recipe: Recipe, announcement: string, ask: () => Promise<unknown>): Promise<boolean> {
    if (this.#isRunning) return false
    this.#state = emptyRun
    this.#recipe = recipe
    this.#error = null
    this.#isStopping = null
    this.#isRunning = true
    this.#announcement = announcement
    try {
      await ask()
      return true
    } catch (error) {
      this.#error = toErrorMessage(error)
      this.#isRunning = false
      return false
    }
  }

  /** Holds the run still, or lets it go on. */
  async pause(): Promise<void> {
    if (!this.#isRunning) return
    try {
      await this.api.call('pause', { isPaused: !this.#state.isPaused })
    } catch (error) {
      this.#error = toErrorMessage(error)
    }
  }

  async stop(how: 'keep' | 'cancel'): Promise<void> {
    if (!this.#isRunning) return
    this.#isStopping = how
    try {
      await this.api.call('stop', { how })
    } catch (error) {
      this.#isStopping = null
      this.#error = toErrorMessage(error)
    }
  }

  /** Shows it no more: its run was deleted. */
  forget(): void {
    if (this.#isRunning) return
    this.#state = emptyRun
    this.#recipe = null
    this.#error = null
  }

  #receive(notification: Notification): void {
    if (notification.kind === 'ended') this.#end(notification.error)
    if (notification.kind !== 'events' || notification.events.length === 0) return
    const { events } = notification
    if (this.#early !== null) {
      this.#early.push(...events)
      return
    }
    if (!this.#isOther(events) && at(events, 0).seq > this.#state.seq + 1) {
      // Something was missed, or the run was started elsewhere: read it all.
      void this.load()
      return
    }
    this.#isRunning = true
    // What kept this window from starting is what it shows now.
    if (this.#error?.code === 'busy') this.#error = null
    const last = this.#apply(events)
    if (last !== null) this.#announcement = last
  }

  /** Returns what of it is worth saying, if anything. */
  #apply(events: readonly RunEvent[]): string | null {
    const before = this.#isOther(events) ? emptyRun : this.#state
    this.#state = applyEvents(before, events)
    const { evaluations, report } = this.#state
    if (report !== null && before.report === null) return t('train.said.finished')
    const { isPaused, pauseReason } = this.#state
    if (isPaused !== before.isPaused) return isPaused ? (pauseReason ?? t('train.said.paused')) : t('train.said.goesOn')
    const latest = evaluations.at(-1)
    if (latest === undefined || latest === before.evaluations.at(-1)) return null
    return epochSentence(latest, evaluations[0])
  }

  /** Whether these are the first events of a run: of another, or of the one that is shown as it is gone on with. */
  #isOther(events: readonly RunEvent[]): boolean {
    return events.at(0)?.seq === 1
  }

  #end(error: ErrorMessage | null): void {
    this.#isRunning = false
    this.#isStopping = null
    if (error !== null) {
      this.#error = error
      this.#announcement = error.message
    }
    this.onEnded(this.#state.report?.run ?? null)
  }
}
