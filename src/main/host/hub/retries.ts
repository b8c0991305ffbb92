import { setTimeout as delay } from 'node:timers/promises'
import { LastlayerError } from '../../../shared/errors.ts'

/** How long a slow or failing connection is borne with; in milliseconds, but for `leastBytes`. */
export interface Patience {
  /** A connection on which nothing came for so long has stalled. */
  readonly silence: number
  /** One on which less than `leastBytes` came in `window` has too. */
  readonly window: number
  readonly leastBytes: number
  /** Pauses before the second try, the third and so on; after the last one it is given up. */
  readonly pauses: readonly number[]
  /** The longest pause that a server may ask for. */
  readonly longestPause: number
}

/** For files: half a minute of pauses, counted anew whenever the file has grown. */
export const patient: Patience = {
  silence: 30_000,
  window: 60_000,
  leastBytes: 60_000,
  pauses: [1000, 2000, 4000, 8000, 16_000],
  longestPause: 300_000,
}

/** For questions, whose answers a person waits for. */
export const brisk: Patience = { ...patient, silence: 15_000, pauses: [1000, 2000], longestPause: 10_000 }

/** A failure that may be gone at the next try. The message is a clause: "huggingface.co answered 503". */
export class TemporaryFailure extends Error {
  constructor(
    message: string,
    /** Milliseconds that the server asks to wait. */
    readonly retryAfter = 0,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

export interface Waiting {
  readonly patience: Patience
  readonly signal: AbortSignal
  /** Called before a pause: what happened, and how long it will be. */
  readonly onPause?: ((note: string) => void) | undefined
}

/**
 * Tries again after temporary failures, with growing pauses.
 * @param progress counts up with what the attempts achieve; one that achieves `leastBytes` begins the pauses anew
 * @throws LastlayerError `network` when patience is at its end
 */
export async function withRetries<T>(
  subject: string,
  { patience, signal, onPause }: Waiting,
  attempt: () => Promise<T>,
  progress: () => number = () => 0,
): Promise<T> {
  for (let failures = 0; ;) {
    const before = progress()
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof TemporaryFailure)) throw error
      failures = progress() - before < patience.leastBytes ? failures + 1 : 1
      const pause = patience.pauses.at(failures - 1)
      if (pause === undefined || error.retryAfter > patience.longestPause) {
        const advice = 'Check the connection and try again; a download goes on from where it is'
        throw new LastlayerError('network', `${subject} could not be fetched: ${error.message}. ${advice}.`, {
          cause: error,
        })
      }
      const milliseconds = Math.max(pause, error.retryAfter)
      onPause?.(`${error.message}; next try in ${Math.ceil(milliseconds / 1000)} s`)
      await delay(milliseconds, undefined, { signal })
    }
  }
}

/**
 * Runs a transfer that tells of every piece that came, and ends it when it stalls.
 * @throws TemporaryFailure after a stall; whatever `transfer` throws
 */
export async function whileFlowing<T>(
  { patience, signal }: Waiting,
  transfer: (signal: AbortSignal, received: (bytes: number) => void) => Promise<T>,
): Promise<T> {
  const { silence, window, leastBytes } = patience
  const stalled = new AbortController()
  const stall = (clause: string): void => stalled.abort(new TemporaryFailure(clause))
  let bytes = 0
  const quiet = setTimeout(() => stall(`nothing came for ${silence / 1000} s`), silence)
  const pace = setInterval(() => {
    if (bytes < leastBytes) stall(`only ${bytes} bytes came in ${window / 1000} s`)
    bytes = 0
  }, window)
  try {
    return await transfer(AbortSignal.any([signal, stalled.signal]), (length) => {
      quiet.refresh()
      bytes += length
    })
  } finally {
    clearTimeout(quiet)
    clearInterval(pace)
  }
}
