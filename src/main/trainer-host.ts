import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import {
  commands,
  fromTrainer,
  type Command,
  type FromTrainer,
  type Params,
  type Result,
  type ToTrainer,
} from '../shared/contract.ts'
import { describeZodError, LastlayerError } from '../shared/errors.ts'
import type { RunEvent } from '../shared/run-events.ts'
import { builtTrainer } from './places.ts'
import { describeDeath } from './trainer-death.ts'

export interface TrainerHostOptions {
  /** The trainer's script. */
  entry?: string
  /** The Node binary that runs it; not Electron's own. */
  nodePath?: string
  env?: NodeJS.ProcessEnv
  /** How long a cancelled trainer may take to answer, in milliseconds. */
  patience?: number
}

export interface RunOptions {
  onEvent?: (event: RunEvent) => void
  /** Aborting it cancels the command, which then rejects with code `cancelled`. */
  signal?: AbortSignal
  /** Aborting it ends a fine-tuning after its present step; it evaluates, saves and answers as usual. */
  finish?: AbortSignal
}

interface Job {
  onEvent: ((event: RunEvent) => void) | undefined
  resolve: (value: unknown) => void
  reject: (error: LastlayerError) => void
  cancelled: boolean
}

const LAST_LINES = 20

/** Owns the trainer process: starts it when first needed, again after it died, and speaks the contract with it. */
export class TrainerHost {
  readonly #entry: string
  readonly #nodePath: string
  readonly #env: NodeJS.ProcessEnv
  readonly #patience: number
  readonly #jobs = new Map<number, Job>()
  #child: ChildProcess | null = null
  #lastId = 0

  constructor(options: TrainerHostOptions = {}) {
    this.#entry = options.entry ?? builtTrainer()
    this.#nodePath = options.nodePath ?? process.execPath
    this.#env = options.env ?? process.env
    this.#patience = options.patience ?? 10_000
  }

  /**
   * Runs one command in the trainer.
   * @throws LastlayerError as the trainer reports it; `cancelled` after the signal; `interrupted` if the process dies.
   */
  async run<C extends Command>(command: C, params: Params<C>, options: RunOptions = {}): Promise<Result<C>> {
    const { onEvent, signal, finish } = options
    if (signal?.aborted) throw stopped()
    const id = ++this.#lastId
    const child = (this.#child ??= this.#start())
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#jobs.set(id, { onEvent, resolve, reject, cancelled: false })
    })
    send(child, { kind: 'request', id, command, params })
    let deadline: NodeJS.Timeout | undefined
    const cancel = () => {
      const job = this.#jobs.get(id)
      if (!job) return
      job.cancelled = true
      send(child, { kind: 'cancel', id })
      deadline = setTimeout(() => child.kill('SIGKILL'), this.#patience)
    }
    const finishEarly = () => send(child, { kind: 'finish', id })
    signal?.addEventListener('abort', cancel, { once: true })
    finish?.addEventListener('abort', finishEarly, { once: true })
    try {
      const value = await answer
      const result = resultSchema(command).safeParse(value)
      if (!result.success) throw misunderstood(result.error)
      return result.data
    } finally {
      this.#jobs.delete(id)
      clearTimeout(deadline)
      signal?.removeEventListener('abort', cancel)
      finish?.removeEventListener('abort', finishEarly)
    }
  }

  /** Ends the trainer: by itself if it is idle, else by force. */
  async close(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    // Not 'close', which Node does not emit after disconnect(); an error means that it never started.
    const ended = once(child, 'exit').catch(() => undefined)
    if (this.#jobs.size > 0) child.kill('SIGKILL')
    else if (child.connected) child.disconnect()
    this.#fail(stopped())
    const deadline = setTimeout(() => child.kill('SIGKILL'), 2000)
    await ended
    clearTimeout(deadline)
  }

  /** Ends the trainer at once, without waiting; for a person who asks twice. */
  kill(): void {
    this.#child?.kill('SIGKILL')
  }

  #start(): ChildProcess {
    const child = spawn(this.#nodePath, ['--enable-source-maps', this.#entry], {
      // Standard output belongs to the host's own results. What libraries print is kept for a report of a crash.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      env: this.#env,
      // Its own process group: Ctrl-C in a terminal reaches the host alone, which then cancels in order.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    const lines: string[] = []
    keepLastLines(child.stdout, lines)
    keepLastLines(child.stderr, lines)
    child.on('message', (message) => this.#receive(child, message))
    child.on('error', (error) => this.#end(child, `The trainer could not be started: ${error.message}.`, lines))
    // 'close' comes after the last line of output and the last message.
    child.on('close', (code, signal) => this.#end(child, describeDeath(code, signal, lines), lines))
    return child
  }

  #receive(child: ChildProcess, message: unknown): void {
    const parsed = fromTrainer.safeParse(message)
    if (!parsed.success) {
      this.#fail(misunderstood(parsed.error))
      child.kill('SIGKILL')
      return
    }
    this.#answer(parsed.data)
  }

  #answer(message: FromTrainer): void {
    const job = this.#jobs.get(message.id)
    if (!job) return
    if (message.kind === 'event') job.onEvent?.(message.event)
    else if (message.kind === 'result') job.resolve(message.value)
    else job.reject(new LastlayerError(message.error.code, message.error.message))
  }

  #end(child: ChildProcess, sentence: string, lines: string[]): void {
    if (this.#child !== child) return
    this.#child = null
    this.#fail(new LastlayerError('interrupted', sentence, { cause: lines.join('\n') }))
  }

  #fail(error: LastlayerError): void {
    for (const job of this.#jobs.values()) job.reject(job.cancelled ? stopped() : error)
    this.#jobs.clear()
  }
}

function send(child: ChildProcess, message: ToTrainer): void {
  // A failure to send means that the process is gone, and its 'close' event says so.
  if (child.connected) child.send(message, () => undefined)
}

function keepLastLines(stream: Readable | null, lines: string[]): void {
  if (!stream) return
  createInterface({ input: stream }).on('line', (line) => {
    if (process.env.LASTLAYER_DEBUG) process.stderr.write(`${line}\n`)
    lines.push(line.slice(0, 500))
    if (lines.length > LAST_LINES) lines.shift()
  })
}

/** The table's own type, which TypeScript loses for a command that is not yet known. */
function resultSchema<C extends Command>(command: C): z.ZodType<Result<C>> {
  return commands[command].result as unknown as z.ZodType<Result<C>>
}

function stopped(): LastlayerError {
  return new LastlayerError('cancelled', 'Stopped.')
}

function misunderstood(error: z.ZodError): LastlayerError {
  return new LastlayerError(
    'internal',
    `The trainer sent something that is not understood (${describeZodError(error)}).`,
  )
}
