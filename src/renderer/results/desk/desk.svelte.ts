import { SvelteMap } from 'svelte/reactivity'
import type { Notification } from '../../../shared/app-contract.ts'
import { correction, isChange, type Correction } from '../../../shared/corrections.ts'
import { toErrorMessage, type ErrorMessage } from '../../../shared/errors.ts'
import type { ReadingProgress } from '../../../shared/reading-progress.ts'
import type { SuspectsPage } from '../../../shared/suspects.ts'
import type { Api } from '../../transports/api.ts'

export const pageSize = 20

/** What is put right about a text, besides which text that is. */
export type Change = Partial<Omit<Correction, 'digest'>>

/** The probable label errors of the run that is open, and what the person has put right. */
export class DeskStore {
  #run = $state.raw<string | null>(null)
  #page = $state.raw<SuspectsPage | null>(null)
  #offset = $state(0)
  #reading = $state.raw<number | null>(null)
  #progress = $state.raw<ReadingProgress | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)
  readonly #corrections = new SvelteMap<string, Correction>()
  /** What there was of each text that was corrected since the run was opened, the last one at the end. */
  #steps = $state.raw<readonly Correction[]>([])

  constructor(private readonly api: Api) {}

  /** The folder of the run. */
  get run(): string | null {
    return this.#run
  }

  /** Null until the person has looked for them. */
  get page(): SuspectsPage | null {
    return this.#page
  }

  get offset(): number {
    return this.#offset
  }

  get isLooking(): boolean {
    return this.#reading !== null
  }

  get progress(): ReadingProgress | null {
    return this.#progress
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  get corrections(): readonly Correction[] {
    return [...this.#corrections.values()]
  }

  get canUndo(): boolean {
    return this.#steps.length > 0
  }

  /** What was put right about a text; null if nothing was. */
  of(digest: string): Correction | null {
    return this.#corrections.get(digest) ?? null
  }

  /** Listens to the host; returns the way to stop listening. */
  listen(): () => void {
    return this.api.subscribe((notification) => this.#receive(notification))
  }

  /** Takes the corrections of a run; what is suspected is looked for when the person asks. */
  async open(run: string): Promise<void> {
    if (run === this.#run) return
    this.cancel()
    this.#run = run
    this.#page = null
    this.#offset = 0
    this.#error = null
    this.#steps = []
    this.#corrections.clear()
    await this.#attempt(async () => {
      const { corrections } = await this.api.call('listCorrections', { folder: run })
      if (run === this.#run) this.#adopt(corrections)
    })
  }

  /** Looks for label errors, or takes the page at an offset of what was found. */
  async look(offset = 0): Promise<void> {
    const run = this.#run
    if (run === null || this.isLooking) return
    const reading = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER)
    this.#reading = reading
    this.#progress = null
    await this.#attempt(async () => {
      const page = await this.api.call('desk', { run, offset, limit: pageSize, reading })
      if (reading !== this.#reading) return
      this.#page = page
      this.#offset = offset
    })
    if (reading === this.#reading) this.#reading = null
  }

  /** Ends the search. */
  cancel(): void {
    const reading = this.#reading
    if (reading === null) return
    this.#reading = null
    void this.api.call('cancelInspect', { reading }).catch(() => undefined)
  }

  /** Puts a text right; a change of nothing takes back what was put right. */
  async correct(digest: string, change: Change): Promise<void> {
    const before = this.of(digest) ?? correction.parse({ digest })
    if (await this.#send(correction.parse({ ...change, digest }))) this.#steps = [...this.#steps, before]
  }

  /** Takes the last correction back. */
  async undo(): Promise<void> {
    const before = this.#steps.at(-1)
    if (before !== undefined && (await this.#send(before))) this.#steps = this.#steps.slice(0, -1)
  }

  async #send(one: Correction): Promise<boolean> {
    const run = this.#run
    if (run === null) return false
    return this.#attempt(async () => {
      const { corrections } = await this.api.call('correct', { folder: run, changes: [one] })
      if (run === this.#run) this.#adopt(corrections)
    })
  }

  #adopt(corrections: readonly Correction[]): void {
    this.#corrections.clear()
    for (const one of corrections) if (isChange(one)) this.#corrections.set(one.digest, one)
  }

  async #attempt(act: () => Promise<unknown>): Promise<boolean> {
    this.#error = null
    try {
      await act()
      return true
    } catch (thrown) {
      const error = toErrorMessage(thrown)
      if (error.code !== 'cancelled') this.#error = error
      return false
    }
  }

  #receive(notification: Notification): void {
    if (notification.kind !== 'reading' || notification.reading !== this.#reading) return
    this.#progress = notification.progress
  }
}
