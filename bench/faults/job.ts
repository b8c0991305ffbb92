import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isAlive } from '../../src/main/disk/process-mark.ts'
import { runEvent, type Phase, type RunEvent } from '../../src/shared/run-events.ts'

const texts = Array.from({ length: 160 }, (_, i) => {
  const [word, label] = i % 2 === 0 ? ['wonderful', 'pos'] : ['terrible', 'neg']
  return `The plot of number ${i} was ${word} they say ${'so '.repeat(i % 9)},${i % 11 === 0 ? 'pos' : label}\n`
})

const recipes = {
  'its last epoch': ['--lr', '1e-3', '--epochs', '4', '--keep', 'last', '--patience', '0'],
  'its best epoch': ['--lr', '3e-3', '--epochs', '4', '--keep', 'best', '--patience', '0'],
  'a mean, at rates that it looks for': ['--epochs', '3', '--keep', 'mean'],
  'a last training on all texts': ['--epochs', '2', '--keep', 'mean', '--refit'],
} as const
export type Kind = keyof typeof recipes
export const kinds = Object.keys(recipes) as Kind[]

/** How a process of a job ended, and where it was. */
export interface Fate {
  /** Null if it was killed. */
  readonly code: number | null
  /** To its standard error. */
  readonly said: string
  readonly phase: string
  readonly step: number
}

/** A process of a job that goes on. */
export interface Living {
  /** Waits so many seconds; false if the process ends before. */
  readonly lasts: (seconds: number) => Promise<boolean>
  /** Waits for a phase; false if the process ends before. */
  readonly reaches: (phase: Phase) => Promise<boolean>
  /** Waits for words on its standard error; false if the process ends before. */
  readonly says: (words: string) => Promise<boolean>
  /** To the command line. */
  readonly signal: (name: NodeJS.Signals) => void
  /** Kills the command line and its trainer. */
  readonly kill: () => Promise<void>
}

/** What is done to a process while it goes on. */
export type Fault = (process: Living) => Promise<void>

/** Kills a process after so many seconds. */
export const killedAfter =
  (seconds: number): Fault =>
  async ({ lasts, kill }) => {
    if (await lasts(seconds)) await kill()
  }

/** One fine-tuning by the built command line, in a home of its own, through as many processes as it takes. */
export class Job {
  #run: string
  #attempt = 0

  constructor(
    private readonly home: string,
    private readonly kind: Kind,
  ) {
    mkdirSync(join(home, 'tmp'), { recursive: true })
    writeFileSync(join(home, 'reviews.csv'), `text,label\n${texts.join('')}`)
    this.#run = join(home, 'runs', '0')
  }

  /** Starts it. */
  begin(fault?: Fault): Promise<Fate> {
    this.#run = join(this.home, 'runs', String(this.#attempt++))
    const flags = [...recipes[this.kind], '--batch', '8', '--max-length', '48', '--out', this.#run]
    return this.#live(['finetune', join(this.home, 'reviews.csv'), ...flags], fault)
  }

  /** Goes on with it; starts it again where it had not read its texts. */
  async goOn(fault?: Fault): Promise<Fate> {
    if (!existsSync(join(this.#run, 'inputs', 'examples.jsonl'))) {
      if (existsSync(join(this.#run, 'report.json'))) return { code: 0, said: '', phase: 'finished', step: 0 }
      return this.begin(fault)
    }
    const fate = await this.#live(['finetune', '--resume', this.#run], fault)
    // It was killed between its last file and its end.
    return fate.said.includes('it is finished') ? { ...fate, code: 0 } : fate
  }

  /** Of the weights that it has saved. */
  digest(): string {
    return createHash('sha256')
      .update(readFileSync(join(this.#run, 'model', 'model.safetensors')))
      .digest('hex')
  }

  countsEachStepOnce(): boolean {
    const steps = this.#events().flatMap((event) => (event.kind === 'step' ? [event.step] : []))
    return steps.every((step, i) => step === i + 1)
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true })
  }

  async #live(args: string[], fault?: Fault): Promise<Fate> {
    const cli = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js')
    const own = { LASTLAYER_HOME: this.home, LASTLAYER_BACKEND: 'wasm', TMPDIR: join(this.home, 'tmp') }
    const child = spawn(process.execPath, [cli, ...args], {
      env: { ...process.env, ...own },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let [said, isOver] = ['', false]
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    const until = async (isSo: () => boolean): Promise<boolean> => {
      while (!isOver && !isSo()) await delay(5)
      return isSo()
    }
    const startedAt = performance.now()
    const faulting = fault?.({
      lasts: (seconds) => until(() => performance.now() - startedAt > seconds * 1000),
      reaches: (phase) => until(() => this.#events().some((event) => phaseOf(event) === phase)),
      says: (words) => until(() => said.includes(words)),
      signal: (name) => child.kill(name),
      kill: () => this.#kill(child),
    })
    const code = await new Promise<number | null>((ended) => child.on('close', ended))
    isOver = true
    await faulting
    const events = this.#events()
    const phase = events.map(phaseOf).findLast((one) => one !== null) ?? 'its beginning'
    const step = events.findLast((event) => event.kind === 'step')
    return { code, said, phase, step: step?.kind === 'step' ? step.step : 0 }
  }

  /** The command line first: it would start a trainer again that lacks memory. */
  async #kill(child: ChildProcess): Promise<void> {
    const owner = join(this.#run, 'owner')
    const trainer = existsSync(owner) ? Number(readFileSync(owner, 'utf8').split('.')[0]) : null
    child.kill('SIGKILL')
    if (trainer === null || !isAlive(trainer)) return
    try {
      process.kill(trainer, 'SIGKILL')
    } catch {
      // It has just ended.
    }
    // Who goes on at once is told that a process works on the run, and to wait for its end.
    while (isAlive(trainer)) await delay(5)
  }

  #events(): RunEvent[] {
    const log = join(this.#run, 'events.jsonl')
    if (!existsSync(log)) return []
    const lines = readFileSync(log, 'utf8').split('\n')
    return lines.flatMap((line) => {
      try {
        return [runEvent.parse(JSON.parse(line))]
      } catch {
        return []
      }
    })
  }
}

function phaseOf(event: RunEvent): Phase | null {
  if (event.kind === 'step') return 'training'
  return event.kind === 'progress' ? event.phase : null
}
