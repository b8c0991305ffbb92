import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { RunComparison } from '../../shared/run-comparison.ts'
import type { RunRecord, RunSummary } from '../../shared/run-record.ts'
import type { Api } from '../transports/api.ts'
import { applyEvents, emptyRun, type RunState } from '../run/run-state.ts'

/** A run as it lies on disk, and the state that its events add up to. */
export interface OpenedRun {
  readonly record: RunRecord
  readonly state: RunState
}

/** Two runs beside each other; `comparison` is what the second gains over the first, null if that could not be told. */
export interface ComparedRuns {
  readonly pair: readonly [OpenedRun, OpenedRun]
  readonly comparison: RunComparison | null
}

/** The history: what there is, which run is open, which two are compared, which was deleted last. */
export class RunsStore {
  #list = $state.raw<readonly RunSummary[] | null>(null)
  #opened = $state.raw<OpenedRun | null>(null)
  #chosen = $state.raw<readonly string[]>([])
  #compared = $state.raw<ComparedRuns | null>(null)
  #deleted = $state.raw<RunSummary | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)

  constructor(private readonly api: Api) {}

  /** Newest first; null until it is read. */
  get list(): readonly RunSummary[] | null {
    return this.#list
  }

  get finished(): readonly RunRecord['summary'][] {
    return (this.#list ?? []).flatMap(({ recipe, ...run }) =>
      recipe !== null && run.status === 'finished' ? [{ ...run, recipe }] : [],
    )
  }

  get opened(): OpenedRun | null {
    return this.#opened
  }

  /** Folders of the runs chosen for comparison, at most two. */
  get chosen(): readonly string[] {
    return this.#chosen
  }

  get compared(): ComparedRuns | null {
    return this.#compared
  }

  /** The run deleted last, which can be brought back. */
  get deleted(): RunSummary | null {
    return this.#deleted
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  async refresh(): Promise<void> {
    await this.#attempt(async () => {
      const list = await this.api.call('listRuns', {})
      this.#list = [...list].sort((a, b) => b.startedAt - a.startedAt)
    })
  }

  /** Opens a run for the results. */
  async open(folder: string): Promise<void> {
    await this.#attempt(async () => {
      this.#opened = await this.#read(folder)
    })
  }

  /** Keeps with a run's model below which confidence it is unsure; null for never. */
  async abstain(folder: string, below: number | null): Promise<void> {
    await this.#attempt(async () => {
      await this.api.call('abstain', { folder, below })
      if (this.#opened?.record.summary.folder === folder) this.#opened = await this.#read(folder)
    })
  }

  /** Chooses a run for comparison or lets it go; a third one takes the place of the first. */
  async toggle(folder: string): Promise<void> {
    const isChosen = this.#chosen.includes(folder)
    this.#chosen = isChosen ? this.#chosen.filter((one) => one !== folder) : [...this.#chosen, folder].slice(-2)
    this.#compared = null
    const [first, second] = this.#chosen
    if (first === undefined || second === undefined) return
    await this.#attempt(async () => {
      const [pair, comparison] = await Promise.all([
        Promise.all([this.#read(first), this.#read(second)]),
        this.api.call('compareRuns', { first, second }).catch(() => null),
      ])
      // Meanwhile the choice may have changed.
      if (this.#chosen[0] === first && this.#chosen[1] === second) this.#compared = { pair, comparison }
    })
  }

  async delete(run: RunSummary): Promise<void> {
    await this.#attempt(async () => {
      await this.api.call('deleteRun', { folder: run.folder })
      this.#deleted = run
      this.#list = (this.#list ?? []).filter(({ folder }) => folder !== run.folder)
      if (this.#opened?.record.summary.folder === run.folder) this.#opened = null
      if (this.#chosen.includes(run.folder)) await this.toggle(run.folder)
    })
  }

  /** Brings back the run that was deleted last. */
  async restore(): Promise<void> {
    const run = this.#deleted
    if (run === null) return
    await this.#attempt(async () => {
      await this.api.call('restoreRun', { folder: run.folder })
      this.#deleted = null
    })
    await this.refresh()
  }

  async show(folder: string): Promise<void> {
    await this.#attempt(() => this.api.call('showRun', { folder }))
  }

  async #read(folder: string): Promise<OpenedRun> {
    const record = await this.api.call('openRun', { folder })
    return { record, state: applyEvents(emptyRun, record.events) }
  }

  async #attempt(act: () => Promise<unknown>): Promise<void> {
    this.#error = null
    try {
      await act()
    } catch (error) {
      this.#error = toErrorMessage(error)
    }
  }
}
