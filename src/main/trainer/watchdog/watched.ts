import { totalmem } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Command } from '../../../shared/contract.ts'
import { interval } from './watch.ts'

/** What the watchdog's thread is started with. */
export interface WatchdogData {
  /** How often the event loop has turned, and for how many seconds it may stand still: 0 while nothing goes on. */
  readonly shared: Int32Array
  /** Bytes. */
  readonly mostMemory: number
  readonly allMemory: number
  /** The process that started this one. */
  readonly parent: number
}

/**
 * Seconds for which the event loop may stand still. It does not turn while a batch of texts goes through a model, nor in a
 * step of training: on a slow machine, a large model takes minutes for either.
 */
const limits: Readonly<Record<Command, number>> = {
  describe: 60,
  describeConfig: 60,
  predict: 300,
  explain: 300,
  predictTable: 300,
  evaluate: 300,
  preview: 120,
  inspect: 120,
  drawExamples: 120,
  testAnswers: 120,
  report: 120,
  desk: 300,
  export: 600,
  estimate: 600,
  compareRuns: 120,
  drawComparison: 60,
  doctor: 600,
  planFeatures: 300,
  computeShards: 3600,
  fetchFeatures: 300,
  finetune: 3600,
  resume: 3600,
}

/** Share of the memory that the trainer may take before it is ended: the system would end it without a word. */
const memoryShare = 0.9

/** Tells a watchdog that this process is alive, while a command goes on. */
export class Watched {
  readonly #shared = new Int32Array(new SharedArrayBuffer(8))
  readonly #running = new Map<number, Command>()
  #pulse: NodeJS.Timeout | undefined

  /**
   * @param entry the script of the watchdog's thread. LASTLAYER_STALL_LIMIT, in seconds, and LASTLAYER_MEMORY_LIMIT, in
   * megabytes, take the place of its limits, for tests and for machines that are shared.
   */
  constructor(
    entry: string,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {
    const allMemory = Math.min(totalmem(), process.constrainedMemory() || Infinity)
    const mostMemory = numberOf(env.LASTLAYER_MEMORY_LIMIT, 2 ** 20) ?? memoryShare * allMemory
    const workerData: WatchdogData = { shared: this.#shared, mostMemory, allMemory, parent: process.ppid }
    const worker = new Worker(entry, { workerData, execArgv: [] })
    // Work without a watchdog is better than none.
    worker.on('error', (error) => console.error(error))
    worker.unref()
  }

  begin(id: number, command: Command): void {
    this.#running.set(id, command)
    this.#pulse ??= setInterval(() => Atomics.add(this.#shared, 0, 1), interval)
    this.#setLimit()
  }

  end(id: number): void {
    this.#running.delete(id)
    this.#setLimit()
    if (this.#running.size > 0) return
    clearInterval(this.#pulse)
    this.#pulse = undefined
  }

  /** Of several commands it is the most patient one's. */
  #setLimit(): void {
    const allowed = [...this.#running.values()].map(
      (command) => numberOf(this.env.LASTLAYER_STALL_LIMIT) ?? limits[command],
    )
    Atomics.store(this.#shared, 1, Math.max(0, ...allowed))
  }
}

function numberOf(text: string | undefined, unit = 1): number | null {
  const value = Number(text)
  return value > 0 ? value * unit : null
}
