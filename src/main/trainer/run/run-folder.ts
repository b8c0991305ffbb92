import { randomBytes } from 'node:crypto'
import { appendFileSync, truncateSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Happening, RunEvent } from '../../../shared/run-events.ts'
import { runVersion } from '../../../shared/run-files.ts'
import { DiskFullError, makeFolder, saysDiskFull, unwritten, writeFileAtomic } from '../../disk/atomic-files.ts'
import { namesIn } from '../../disk/whole-folder.ts'
import { readEventLog } from '../../run-files/events.ts'
import { sealedLine } from '../../run-files/json-lines.ts'
import { writeSealed } from '../../disk/sealed-json.ts'
import { withLock } from '../../disk/lock.ts'
import { disownRun, holderOfRun, keepOwning, ownRun } from '../../disk/run-owner.ts'

/**
 * A run's folder: recipe.json, dataset.json, events.jsonl, model/, report.json, test-answers.jsonl and charts/; inputs/ and
 * checkpoint/ while it can be gone on with; `owner` while a process works in it.
 * An event is on disk before anyone is told of it, unless the disk is full: then it waits in memory.
 */
export class RunFolder {
  #seq = 0
  /** Bytes of the log. */
  #logged = 0
  /** Lines that the log had no room for. */
  #waiting = ''
  #isTaken = false
  readonly #disown: () => void

  private constructor(readonly path: string) {
    this.#disown = keepOwning(path, () => (this.#isTaken = true))
  }

  /**
   * Makes the folder.
   * @param out the person's choice, which must be new or empty, or null for a new folder below `runs`
   * @throws LastlayerError `output`
   */
  static async create(out: string | null, runs: string, dataset: string, now = new Date()): Promise<RunFolder> {
    const time = now.toISOString().slice(0, 19).replaceAll(':', '-')
    const subject = basename(dataset).replace(/[^\p{L}\p{N}.-]+/gu, '-')
    const path = out === null ? join(runs, `${time}-${subject}-${randomBytes(2).toString('hex')}`) : resolve(out)
    try {
      await makeFolder(path)
      if ((await namesIn(path)).length > 0) {
        throw new LastlayerError('output', `The folder ${path} is not empty. Choose a new one with --out.`)
      }
      await writeFileAtomic(join(path, 'events.jsonl'), '')
      await ownRun(path)
      return new RunFolder(path)
    } catch (cause) {
      if (cause instanceof LastlayerError) throw cause
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new LastlayerError(
        'output',
        `The run folder ${path} cannot be written: ${reason}. Choose another with --out.`,
        { cause },
      )
    }
  }

  /**
   * Opens the folder of a run that is gone on with.
   * @throws LastlayerError `usage` if a process works in it, `output`
   */
  static async reopen(path: string): Promise<RunFolder> {
    const held = (holder: string): LastlayerError =>
      new LastlayerError('usage', `A process works on the run ${path}: wait for its end (${holder}).`)
    return await withLock(join(path, 'lock'), held, async () => {
      const holder = await holderOfRun(path)
      if (holder !== null) throw held(holder)
      await ownRun(path)
      const run = new RunFolder(path)
      run.#seq = (await readEventLog(path)).events.at(-1)?.seq ?? 0
      run.#logged = (await stat(run.file('events.jsonl'))).size
      return run
    })
  }

  /**
   * Leaves only the first few events in the log, without an ending, and returns them: the others happen again.
   * @throws LastlayerError `output`
   */
  async cutBack(seq: number): Promise<RunEvent[]> {
    const log = this.file('events.jsonl')
    const kept = (await readEventLog(this.path)).events.filter((event) => event.seq <= seq && event.kind !== 'failed')
    const events = kept.map((event, i) => ({ ...event, seq: i + 1 }))
    const lines = events.map(lineOf).join('')
    await writeFileAtomic(log, lines)
    this.#logged = Buffer.byteLength(lines)
    this.#seq = events.length
    return events
  }

  /** The number of the last event. */
  get seq(): number {
    return this.#seq
  }

  file(...names: string[]): string {
    return join(this.path, ...names)
  }

  async writeJson(name: string, value: object): Promise<void> {
    await writeSealed(this.file(name), { version: runVersion, ...value })
  }

  /** Numbers a happening, appends it to events.jsonl and returns it as the event that may now be sent. */
  log(happening: Happening): RunEvent {
    const event = { seq: ++this.#seq, time: Date.now(), ...happening }
    this.#waiting += lineOf(event)
    try {
      this.writeLog()
    } catch (error) {
      if (!(error instanceof DiskFullError)) throw error
    }
    return event
  }

  /** Whether another process goes on with the run, which is its own from then on. */
  get isTaken(): boolean {
    return this.#isTaken
  }

  /** Whether the disk had no room for some of the events. */
  get isBehind(): boolean {
    return this.#waiting !== ''
  }

  /**
   * Appends the events that wait.
   * @throws LastlayerError `output`; a {@link DiskFullError} where there still is no room; `usage` if the run is taken
   */
  writeLog(): void {
    if (this.#isTaken) {
      throw new LastlayerError(
        'usage',
        `Another process has gone on with the run ${this.path}: it is left to that one.`,
      )
    }
    const log = this.file('events.jsonl')
    try {
      appendFileSync(log, this.#waiting)
      this.#logged += Buffer.byteLength(this.#waiting)
      this.#waiting = ''
    } catch (cause) {
      // Half a line would spoil the one that comes after it.
      if (saysDiskFull(cause)) truncateSync(log, this.#logged)
      throw unwritten(log, cause)
    }
  }

  /** The run is over: no process works in the folder any more. Events that still have no room are lost. */
  async release(): Promise<void> {
    try {
      this.writeLog()
    } catch {
      // The list of runs then says that it was interrupted, or by its report that it is finished.
    }
    this.#disown()
    await disownRun(this.path)
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 })
  }
}

function lineOf(event: RunEvent): string {
  return sealedLine(event.seq === 1 ? { version: runVersion, ...event } : event)
}
