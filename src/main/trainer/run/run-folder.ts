import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import { runEvent, type Happening, type RunEvent } from '../../../shared/run-events.ts'
import { runVersion } from '../../../shared/run-files.ts'
import { makeFolder, writeFileAtomic } from '../../disk/atomic-files.ts'
import { namesIn } from '../../disk/whole-folder.ts'
import { withLock } from '../../disk/lock.ts'
import { disownRun, isHeld, ownRun } from '../../disk/run-owner.ts'
import { linesOf, parseLine } from './json-lines.ts'

/**
 * A run's folder: recipe.json, dataset.json, events.jsonl, model/, report.json, test-answers.jsonl and charts/; inputs/ and
 * checkpoint/ while it can be gone on with; `owner` while a process works in it.
 * An event is on disk before anyone is told of it.
 */
export class RunFolder {
  #seq = 0

  private constructor(readonly path: string) {}

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
      const folder = new RunFolder(path)
      await writeFileAtomic(folder.file('events.jsonl'), '')
      await ownRun(path)
      return folder
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
    const held = (): LastlayerError =>
      new LastlayerError('usage', `A process works on the run ${path}: wait for its end.`)
    return await withLock(join(path, 'lock'), held, async () => {
      if (await isHeld(path)) throw held()
      await ownRun(path)
      const run = new RunFolder(path)
      run.#seq = (await readLog(run.file('events.jsonl'))).at(-1)?.seq ?? 0
      return run
    })
  }

  /** Leaves only the first few events in the log, and returns them: the others happen again. @throws LastlayerError `output` */
  async cutBack(seq: number): Promise<RunEvent[]> {
    const log = this.file('events.jsonl')
    const kept = (await readLog(log)).filter((event) => event.seq <= seq)
    const events = kept.map((event, i) => ({ ...event, seq: i + 1 }))
    await writeFileAtomic(log, events.map(lineOf).join(''))
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
    await writeFileAtomic(this.file(name), `${JSON.stringify({ version: runVersion, ...value }, null, 2)}\n`)
  }

  /** Numbers a happening, appends it to events.jsonl and returns it as the event that may now be sent. */
  log(happening: Happening): RunEvent {
    const event = { seq: ++this.#seq, time: Date.now(), ...happening }
    try {
      appendFileSync(this.file('events.jsonl'), lineOf(event))
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new LastlayerError('output', `${this.file('events.jsonl')} cannot be written: ${reason}.`, { cause })
    }
    return event
  }

  /** The run is over: no process works in the folder any more. */
  async release(): Promise<void> {
    await disownRun(this.path)
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}

function lineOf(event: RunEvent): string {
  return `${JSON.stringify(event.seq === 1 ? { version: runVersion, ...event } : event)}\n`
}

/** The events of a log. What a dying process left half-written is passed over. */
async function readLog(path: string): Promise<RunEvent[]> {
  const file = await open(path, 'r')
  try {
    const events: RunEvent[] = []
    for await (const { bytes } of linesOf(file)) {
      const { data } = runEvent.safeParse(parseLine(bytes))
      if (data !== undefined) events.push(data)
    }
    return events
  } finally {
    await file.close()
  }
}
