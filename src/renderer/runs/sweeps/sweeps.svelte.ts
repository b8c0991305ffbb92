import type { Notification } from '../../../shared/app-contract.ts'
import { toErrorMessage, type ErrorMessage } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { ListedSweep, SweepAxes, SweepState } from '../../../shared/sweeps.ts'
import type { Api } from '../../transports/api.ts'

/** The sweeps that there are, which of them is open, and the one that the host is making. */
export class SweepsStore {
  #list = $state.raw<readonly ListedSweep[]>([])
  #unreadable = $state.raw<readonly string[]>([])
  #folder = $state.raw<string | null>(null)
  #current = $state.raw<SweepState | null>(null)
  #isStarting = $state(false)
  #isStopping = $state(false)
  #error = $state.raw<ErrorMessage | null>(null)

  /** Called whenever a run of a sweep has ended. */
  onRunEnded: () => void = () => undefined

  constructor(private readonly api: Api) {}

  /** Newest first. */
  get list(): readonly ListedSweep[] {
    return this.#list
  }

  /** The folders of sweeps that are there and cannot be read. */
  get unreadable(): readonly string[] {
    return this.#unreadable
  }

  get opened(): ListedSweep | null {
    return this.#list.find(({ folder }) => folder === this.#folder) ?? null
  }

  /** The sweep that goes on, or the last one that this host made. */
  get current(): SweepState | null {
    return this.#current
  }

  get isRunning(): boolean {
    return this.#isStarting || this.#current?.isRunning === true
  }

  /** Stopping takes until the present step is done. */
  get isStopping(): boolean {
    return this.#isStopping
  }

  get error(): ErrorMessage | null {
    return this.#error ?? this.#current?.error ?? null
  }

  /** Listens to the host; returns the way to stop listening. */
  listen(): () => void {
    return this.api.subscribe((notification) => this.#receive(notification))
  }

  /** Reads the sweep that goes on, or the last one, and opens it. */
  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.#current = await this.api.call('currentSweep', {})
      if (this.#current !== null) this.#folder = this.#current.folder
    })
    await this.refresh()
  }

  async refresh(): Promise<void> {
    await this.#attempt(async () => {
      const { sweeps, unreadable } = await this.api.call('listSweeps', {})
      this.#list = sweeps
      this.#unreadable = unreadable
    })
  }

  /** Opens a sweep; closes the one that is open. */
  toggle(folder: string): void {
    this.#folder = folder === this.#folder ? null : folder
  }

  /** Starts a sweep; says whether it has begun. */
  start(recipe: Recipe, axes: SweepAxes): Promise<boolean> {
    return this.#begin(() => this.api.call('startSweep', { recipe, axes }))
  }

  /** Goes on with a sweep that was stopped. */
  goOn(folder: string): Promise<boolean> {
    return this.#begin(() => this.api.call('continueSweep', { folder }))
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#attempt(() => this.api.call('stopSweep', {}))
  }

  async #begin(start: () => Promise<unknown>): Promise<boolean> {
    if (this.isRunning) return false
    this.#isStarting = true
    const begun = await this.#attempt(start)
    this.#isStarting = false
    if (begun) await this.load()
    return begun
  }

  #receive(notification: Notification): void {
    if (notification.kind !== 'sweep') return
    const [before, { state }] = [this.#current, notification]
    this.#current = state
    if (!state.isRunning) this.#isStopping = false
    if (before?.folder === state.folder && before.done === state.done && before.isRunning === state.isRunning) return
    this.#folder = state.folder
    void this.refresh()
    this.onRunEnded()
  }

  async #attempt(act: () => Promise<unknown>): Promise<boolean> {
    this.#error = null
    try {
      await act()
      return true
    } catch (error) {
      this.#error = toErrorMessage(error)
      return false
    }
  }
}
