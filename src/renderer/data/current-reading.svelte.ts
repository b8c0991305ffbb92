import type { DatasetSummary } from '../../shared/dataset-summary.ts'
import { LastlayerError } from '../../shared/errors.ts'
import type { ReadingProgress } from '../../shared/reading-progress.ts'
import type { Api } from '../transports/api.ts'

export interface Reading {
  readonly id: number
  readonly stop: AbortController
}

/** The reading that counts: there is one at a time. How far it is, and the way to end it. */
export class CurrentReading {
  #reading = $state.raw<Reading | null>(null)
  #progress = $state.raw<ReadingProgress | null>(null)
  #hasFound = $state(false)
  #onFound: (summary: DatasetSummary) => void = () => undefined

  constructor(private readonly api: Api) {}

  get isOn(): boolean {
    return this.#reading !== null
  }

  /** How far it is, as soon as that is known. */
  get progress(): ReadingProgress | null {
    return this.#progress
  }

  /** Whether all is read, and no more than tokens are still to be counted. */
  get hasFound(): boolean {
    return this.#hasFound
  }

  /** Listens to the host; returns the way to stop listening. */
  listen(): () => void {
    return this.api.subscribe((notification) => {
      if (notification.kind !== 'reading' || notification.reading !== this.#reading?.id) return
      const { summary } = (this.#progress = notification.progress)
      if (summary === undefined) return
      this.#hasFound = true
      this.#onFound(summary)
    })
  }

  is(reading: Reading): boolean {
    return reading === this.#reading
  }

  /**
   * Does a new one in place of the one before, and what comes of it unless another has taken its place by then.
   * @param onFound gets what there is before tokens are counted
   */
  async during(
    read: (reading: Reading) => Promise<() => void>,
    onError: (thrown: unknown) => void,
    onFound: (summary: DatasetSummary) => void = () => undefined,
  ): Promise<void> {
    this.cancel()
    this.#progress = null
    this.#hasFound = false
    this.#onFound = onFound
    const id = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER)
    const reading = (this.#reading = { id, stop: new AbortController() })
    const conclude = await read(reading).catch((thrown: unknown) => () => onError(thrown))
    if (!this.is(reading)) return
    this.#reading = null
    conclude()
  }

  /** Asks for its end, of which it tells itself. */
  cancel(): void {
    if (this.#reading === null) return
    this.#reading.stop.abort()
    void this.api.call('cancelInspect', { reading: this.#reading.id }).catch(() => undefined)
  }
}

/** @throws LastlayerError `cancelled` if its end was asked for */
export function stopIfAborted({ stop }: Reading): void {
  if (stop.signal.aborted) throw new LastlayerError('cancelled', 'Stopped.')
}
