import type { Notification } from '../../../shared/app-contract.ts'
import type { Places } from '../../../shared/contract.ts'
import type { ReadingProgress } from '../../../shared/reading-progress.ts'
import type { Trainer } from '../runs/current-run.ts'
import type { RunOptions } from '../trainer/start.ts'
import type { Handlers } from './calls.ts'

/** Milliseconds between two notifications of a reading. */
const interval = 100

/** Readings of datasets, whatever they are for, as windows ask for them: each can be cancelled, and tells how far it is. */
export class Readings {
  readonly #running = new Map<number, AbortController>()

  constructor(
    private readonly trainer: Trainer,
    private readonly places: Places,
    private readonly notify: (notification: Notification) => void,
  ) {}

  readonly calls: Pick<Handlers, 'inspect' | 'drawExamples' | 'desk' | 'cancelInspect'> = {
    inspect: ({ reading, ...params }) => this.#read(reading, (options) => this.trainer.run('inspect', params, options)),
    drawExamples: ({ reading, ...params }) =>
      this.#read(reading, (options) => this.trainer.run('drawExamples', params, options)),
    desk: ({ reading, ...params }) =>
      this.#read(reading, (options) => this.trainer.run('desk', { ...params, places: this.places }, options)),
    cancelInspect: async ({ reading }) => {
      this.#running.get(reading)?.abort()
      return {}
    },
  }

  async #read<T>(reading: number, read: (options: RunOptions<ReadingProgress>) => Promise<T>): Promise<T> {
    const stop = new AbortController()
    this.#running.set(reading, stop)
    let toldAt = -Infinity
    const onProgress = (progress: ReadingProgress): void => {
      if (performance.now() - toldAt < interval && progress.summary === undefined) return
      toldAt = performance.now()
      this.notify({ kind: 'reading', reading, progress })
    }
    try {
      return await read({ signal: stop.signal, onProgress })
    } finally {
      this.#running.delete(reading)
    }
  }
}
