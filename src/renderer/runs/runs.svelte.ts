import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { RunComparison } from '../../shared/run-comparison.ts'
import type { RunCaption, RunRecord, RunSummary } from '../../shared/run-record.ts'
import type { Api } from '../transports/api.ts'
import { applyEvents, emptyRun, type RunState } from '../run/run-state.ts'

/** A run as it lies on disk, and the state that its events add up to. */
export interface OpenedRun {
  readonly record: RunRecord
  readonly state: RunState
}

/** Runs beside each other; `gains` is what each after the first gains over that, null if that could not be told. */
export interface ComparedRuns {
  readonly runs: readonly OpenedRun[]
  readonly gains: readonly (RunComparison | null)[]
}

/** More lines in one chart are not told apart. */
export const mostCompared = 4

/** The history: what there is, which run is open, which are compared, which were deleted. */
export class RunsStore {
  #list = $state.raw<readonly RunSummary[] | null>(null)
  #opened = $state.raw<OpenedRun | null>(null)
  #chosen = $state.raw<readonly string[]>([])
  #compared = $state.raw<ComparedRuns | null>(null)
  #deleted = $state.raw<readonly RunSummary[]>([])
  #error = $state.raw<ErrorMessage | null>(null)

  /** Called with the folder of a run that was deleted. */
  onDeleted: (folder: string) => void = () => undefined
  /** Called with the folder of a run that was brought back. */
  onRestored: (folder: string) => void = () => undefined

  constructor(private readonly api: Api) {}

  /** Newest first; null until it is read. */
  get list(): readonly RunSummary[] | null {
    return this.#list
  }

  get finished(): readonly (RunSummary & { readonly recipe: Recipe })[] {
    return (this.#list ?? []).flatMap(({ recipe, ...run }) =>
      recipe !== null && run.status === 'finished' ? [{ ...run, recipe }] : [],
    )
  }

  /** The folder of a run by its name; null where there is none. */
  folderOf(name: string | null): string | null {
    return this.#list?.find((run) => run.name === name)?.folder ?? null
  }

  get opened(): OpenedRun | null {
    return this.#opened
  }

  /** Folders of the runs chosen for comparison, at most {@link mostCompared}. */
  get chosen(): readonly string[] {
    return this.#chosen
  }

  get compared(): ComparedRuns | null {
    return this.#compared
  }

  /** The runs that can be brought back, the one deleted last first. */
  get deleted(): readonly RunSummary[] {
    return this.#deleted
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  async refresh(): Promise<void> {
    await this.#attempt(async () => {
      const [list, deleted] = await Promise.all([this.api.call('listRuns', {}), this.api.call('listDeleted', {})])
      this.#deleted = deleted
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

  /** Gives a run a name and a note. */
  async describe(folder: string, caption: RunCaption): Promise<void> {
    await this.#attempt(() => this.api.call('captionRun', { folder, caption }))
    if (this.#error !== null) return
    await this.refresh()
    if (this.#opened?.record.summary.folder === folder) await this.open(folder)
  }

  /** Chooses a run for comparison or lets it go. The oldest is what the others are held against. */
  async toggle(folder: string): Promise<void> {
    const isChosen = this.#chosen.includes(folder)
    if (!isChosen && this.#chosen.length === mostCompared) return
    const folders = isChosen ? this.#chosen.filter((one) => one !== folder) : [...this.#chosen, folder]
    const startOf = (folder: string): number => this.#list?.find((run) => run.folder === folder)?.startedAt ?? 0
    await this.choose(folders.toSorted((a, b) => startOf(a) - startOf(b)))
  }

  /** Compares some runs, the first of which the others are held against; fewer than two are not compared. */
  async choose(folders: readonly string[]): Promise<void> {
    this.#chosen = folders
    this.#compared = null
    const [first, ...others] = folders
    if (first === undefined || others.length === 0) return
    await this.#attempt(async () => {
      const compare = (second: string): Promise<RunComparison | null> =>
        this.api.call('compareRuns', { first, second }).catch(() => null)
      const [runs, gains] = await Promise.all([
        Promise.all(folders.map((folder) => this.#read(folder))),
        Promise.all(others.map(compare)),
      ])
      // Meanwhile the choice may have changed.
      if (this.#chosen === folders) this.#compared = { runs, gains }
    })
  }

  async delete(run: RunSummary): Promise<void> {
    await this.#attempt(async () => {
      await this.api.call('deleteRun', { folder: run.folder })
      this.#deleted = [run, ...this.#deleted]
      this.#list = (this.#list ?? []).filter(({ folder }) => folder !== run.folder)
      if (this.#opened?.record.summary.folder === run.folder) this.#opened = null
      if (this.#chosen.includes(run.folder)) await this.toggle(run.folder)
      this.onDeleted(run.folder)
    })
  }

  /** Brings back a deleted run; the one deleted last, unless another is named. */
  async restore(folder = this.#deleted[0]?.folder): Promise<void> {
    if (folder === undefined) return
    await this.#attempt(async () => {
      await this.api.call('restoreRun', { folder })
      this.#deleted = this.#deleted.filter((run) => run.folder !== folder)
    })
    if (this.#error !== null) return
    await this.refresh()
    this.onRestored(folder)
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
