import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import manifest from '../../../../package.json' with { type: 'json' }
import { runSummary, type RunStatus, type RunSummary } from '../../../shared/run-record.ts'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import { readJsonAs, seal } from '../../disk/sealed-json.ts'

const name = '.index.json'

/** From so many runs that it lacks, or has too many, an index is written anew. */
const enough = 100

/** A folder that was changed so many milliseconds ago, or less, may be changed again at the same time. */
const unsettled = 2000

/** Runs with these may get another. */
const passing: readonly RunStatus[] = ['running', 'interrupted', 'later', 'damaged']

/** Where a run lies, its folder tells. */
const kept = runSummary.omit({ folder: true, name: true })

const index = z.object({
  /** The version of Lastlayer that wrote it: others may ask for something else. */
  program: z.literal(manifest.version),
  runs: z.record(z.string(), z.object({ changed: z.number(), summary: kept })),
})
type Entries = z.infer<typeof index>['runs']

/**
 * What a folder of very many runs was read as, so that only new ones are read again. A run is recognised by the time at
 * which its folder was changed: its files are replaced, not written over. An index that is damaged counts for nothing.
 */
export class RunIndex {
  readonly #found: Entries = {}
  #read = 0

  private constructor(
    private readonly folder: string,
    private readonly known: Entries,
    private readonly now: number,
  ) {}

  static async open(folder: string, now: number): Promise<RunIndex> {
    const known = await readJsonAs(join(folder, name), index)
    return new RunIndex(folder, known?.runs ?? {}, now)
  }

  /** The summary of a run, from the index or as `read` finds it. */
  async find(run: string, read: () => Promise<RunSummary | null>): Promise<RunSummary | null> {
    const path = join(this.folder, run)
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    )
    const known = this.known[run]
    if (known?.changed === changed) {
      this.#found[run] = known
      return { ...known.summary, folder: path, name: run }
    }
    const summary = await read()
    if (summary !== null && isSettled(summary) && this.now - changed > unsettled) {
      this.#found[run] = { changed, summary: kept.parse(summary) }
      this.#read += 1
    }
    return summary
  }

  /** Keeps what was found, where that is worth it and the folder can be written. */
  async close(): Promise<void> {
    const gone = Object.keys(this.known).length - (Object.keys(this.#found).length - this.#read)
    if (this.#read + gone < enough) return
    const content = JSON.stringify(seal({ program: manifest.version, runs: this.#found }))
    await writeFileAtomic(join(this.folder, name), content).catch(() => undefined)
  }
}

function isSettled({ status, stepToGoOn, damaged }: RunSummary): boolean {
  return !passing.includes(status) && stepToGoOn === null && damaged.length === 0
}
