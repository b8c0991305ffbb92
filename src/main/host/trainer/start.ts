import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { z } from 'zod'
import type { Command, Params, ProgressOf, Result } from '../../../shared/contract.ts'
import { describeZodError, interruption, isInterrupted, LastlayerError } from '../../../shared/errors.ts'
import type { PauseSwitch } from '../../../shared/pause.ts'
import { fromTrainer, type FromTrainer, type ToTrainer } from '../../../shared/trainer-messages.ts'
import { rootsVariable } from '../../../shared/trainer-environment.ts'
import type { RunEvent } from '../../../shared/run-events.ts'
import { builtTrainer } from '../paths.ts'
import { trainerProcessEnvironment } from './environment.ts'
import { inspectorArguments } from './inspector.ts'
import { spawnTrainer, type OnEnd } from './spawn-trainer.ts'
import { progressSchema, resultSchema } from './answer-schemas.ts'

export interface TrainerHostOptions {
  /** The trainer's script. */
  entry?: string
  /** The Node binary that runs it; not Electron's own. */
  nodePath?: string
  /** Folders outside which a trainer reads nothing that a person names; anywhere unless given. */
  roots?: readonly string[]
  /** The environment of every trainer that is started; native TensorFlow's own unless given. */
  environment?: () => Promise<NodeJS.ProcessEnv>
  /** Hears in words of ours of each process: that it starts, and how it ends. */
  note?: (sentence: string) => void
  /** How long a cancelled trainer may take to answer, in milliseconds. */
  patience?: number
}

export interface RunOptions<Progress = never> {
  /** Of a fine-tuning. */
  onEvent?: (event: RunEvent) => void
  /** Of a command that has any. */
  onProgress?: (progress: Progress) => void
  /**
   * Aborting it cancels the command, which then rejects with code `cancelled`; with an `interruption()` as its reason, a
   * fine-tuning is broken off, to be gone on with, and rejects with code `interrupted`.
   */
  signal?: AbortSignal
  /** Aborting it ends a fine-tuning after its present step; it evaluates, saves and answers as usual. */
  finish?: AbortSignal
  /** While it is on, a fine-tuning holds still. */
  pause?: PauseSwitch
}

interface Job {
  onEvent: RunOptions['onEvent']
  onProgress: (progress: unknown) => void
  resolve: (value: unknown) => void
  reject: (error: LastlayerError) => void
  /** Why it was stopped; null while it was not. */
  stopped: LastlayerError | null
}

/** The trainer hosts of this process so far. */
let hosts = 0

/** Owns the trainer process: starts it when first needed, again after it died, and speaks the contract with it. */
export class TrainerHost {
  readonly #nth = hosts++
  readonly #entry: string
  readonly #nodePath: string
  readonly #roots: readonly string[] | undefined
  readonly #environment: () => Promise<NodeJS.ProcessEnv>
  readonly #note: (sentence: string) => void
  readonly #patience: number
  readonly #jobs = new Map<number, Job>()
  /** The present trainer, from the moment when it is asked for until it ends. */
  #trainer: Promise<ChildProcess> | null = null
  #child: ChildProcess | null = null
  #lastId = 0
  #isStale = false
  /** Commands that are not answered yet, those among them that wait for the process. */
  #going = 0

  constructor(options: TrainerHostOptions = {}) {
    this.#entry = options.entry ?? builtTrainer()
    this.#nodePath = options.nodePath ?? process.execPath
    this.#roots = options.roots
    this.#environment = options.environment ?? trainerProcessEnvironment
    this.#note = options.note ?? (() => undefined)
    this.#patience = options.patience ?? 10_000
  }

  /**
   * Runs one command in the trainer.
   * @throws LastlayerError as the trainer reports it; `cancelled` after the signal; `memory` or `interrupted` if the
   * process dies.
   */
  async run<C extends Command>(
    command: C,
    params: Params<C>,
    options: RunOptions<ProgressOf<C>> = {},
  ): Promise<Result<C>> {
    if (options.signal?.aborted) throw stopped()
    if (this.#isStale && this.#going === 0) await this.close()
    this.#going++
    try {
      return await this.#ask(command, params, options)
    } finally {
      this.#going--
    }
  }

  async #ask<C extends Command>(
    command: C,
    params: Params<C>,
    { onEvent, onProgress, signal, finish, pause }: RunOptions<ProgressOf<C>>,
  ): Promise<Result<C>> {
    const id = ++this.#lastId
    const trainer = (this.#trainer ??= this.#start())
    const child = await trainer
    if (this.#trainer !== trainer) throw stopped() // closed before it was there
    const answer = new Promise<unknown>((resolve, reject) => {
      const tell = (value: unknown): void => {
        const progress = progressSchema(command).safeParse(value)
        if (progress.success) onProgress?.(progress.data)
        else reject(misunderstood(progress.error))
      }
      this.#jobs.set(id, { onEvent, onProgress: tell, resolve, reject, stopped: null })
    })
    send(child, { kind: 'request', id, command, params })
    let deadline: NodeJS.Timeout | undefined
    const cancel = () => {
      const job = this.#jobs.get(id)
      if (!job) return
      const isBrokenOff = signal !== undefined && isInterrupted(signal)
      job.stopped = isBrokenOff ? interruption() : stopped()
      send(child, { kind: isBrokenOff ? 'interrupt' : 'cancel', id })
      deadline = setTimeout(() => child.kill('SIGKILL'), this.#patience)
    }
    const finishEarly = () => send(child, { kind: 'finish', id })
    const holdOrGoOn = () => send(child, { kind: pause?.isOn ? 'pause' : 'goOn', id })
    signal?.addEventListener('abort', cancel, { once: true })
    finish?.addEventListener('abort', finishEarly, { once: true })
    pause?.addEventListener('change', holdOrGoOn)
    if (signal?.aborted) cancel()
    if (pause?.isOn) holdOrGoOn()
    if (finish?.aborted) finishEarly()
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
      pause?.removeEventListener('change', holdOrGoOn)
    }
  }

  /** Ends the trainer: by itself if it is idle, else by force. */
  async close(): Promise<void> {
    const trainer = this.#trainer
    this.#trainer = null
    this.#isStale = false
    const child = await trainer?.catch(() => null)
    if (!child) return
    if (child.exitCode !== null || child.signalCode !== null) return this.#fail(stopped())
    // Not 'close', which Node does not emit after disconnect(); an error means that it never started.
    const ended = once(child, 'exit').catch(() => undefined)
    if (this.#jobs.size > 0) child.kill('SIGKILL')
    else if (child.connected) child.disconnect()
    this.#fail(stopped())
    const deadline = setTimeout(() => child.kill('SIGKILL'), 2000)
    await ended
    clearTimeout(deadline)
  }

  /** Has another process answer as soon as this one is idle: its environment is no more what it was. */
  renew(): void {
    this.#isStale = true
  }

  /** Ends the trainer at once, without waiting; for a person who asks twice. */
  kill(): void {
    this.#child?.kill('SIGKILL')
  }

  #start(): Promise<ChildProcess> {
    const trainer = this.#environment().then((env) => this.#spawn(env, (error) => this.#end(trainer, error)))
    trainer.catch(() => {
      if (this.#trainer === trainer) this.#trainer = null
    })
    return trainer
  }

  #spawn(env: NodeJS.ProcessEnv, onEnd: OnEnd): ChildProcess {
    const args = [...inspectorArguments(env, this.#nth), '--enable-source-maps', this.#entry]
    const own = this.#roots ? { ...env, [rootsVariable]: JSON.stringify(this.#roots) } : env
    const child = spawnTrainer(this.#nodePath, args, own, onEnd)
    child.on('message', (message) => this.#receive(child, message))
    this.#child = child
    this.#tell(child)
    return child
  }

  #tell(child: ChildProcess): void {
    const name = `Trainer ${child.pid ?? 'without a process'}`
    this.#note(`${name} starts`)
    child.on('exit', (code, signal) => this.#note(`${name} ends: ${signal ?? `exit code ${code}`}`))
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
    else if (message.kind === 'progress') job.onProgress(message.progress)
    else if (message.kind === 'result') job.resolve(message.value)
    else {
      const { code, message: words, said = words } = message.error
      const error = new LastlayerError(code, said)
      if (error.code === 'memory') this.#abandon(error)
      else job.reject(error)
    }
  }

  /** Memory that a process has used up does not come back to it: the next command has another. */
  #abandon(error: LastlayerError): void {
    this.#trainer = null
    this.#fail(error)
    this.kill()
  }

  #end(trainer: Promise<ChildProcess>, error: LastlayerError): void {
    if (this.#trainer !== trainer) return
    this.#trainer = null
    this.#fail(error)
  }

  #fail(error: LastlayerError): void {
    for (const job of this.#jobs.values()) job.reject(job.stopped ?? error)
    this.#jobs.clear()
  }
}

function send(child: ChildProcess, message: ToTrainer): void {
  // A failure to send means that the process is gone, and its 'close' event says so.
  if (child.connected) child.send(message, () => undefined)
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
