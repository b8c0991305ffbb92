import { tooMuchMemory } from '../../../shared/watchdog-line.ts'

/** Milliseconds between two looks. */
export const interval = 500

/** What is seen of a process. */
export interface Sight {
  /** Rises whenever its event loop turns, twice a second if it can. */
  readonly beats: number
  /** Seconds for which the event loop may stand still; 0 while nothing goes on. */
  readonly limit: number
  /** Bytes of memory in use. */
  readonly memory: number
  /** Whether the process that it works for is gone. */
  readonly isOrphan: boolean
}

/** Seconds for which a process may outlive the one that it works for: by itself it ends in five, unless it stands still. */
const orphanLimit = 10

/**
 * Decides when a process is to be ended. It counts its own looks and no clock: while a machine sleeps it looks as little
 * as the process works.
 */
export class Watch {
  #beats = -1
  #stillFor = 0
  #orphanFor = 0

  /** @param mostMemory bytes of memory that the process may take, of the `allMemory` that there are */
  constructor(
    private readonly mostMemory: number,
    private readonly allMemory: number,
  ) {}

  /** Looks once; the reason for ending the process, or null. Called every {@link interval}. */
  look({ beats, limit, memory, isOrphan }: Sight): string | null {
    if (memory > this.mostMemory) {
      const taken = `${megabytes(memory)} of the ${megabytes(this.allMemory)} MB`
      return `it took ${taken} ${tooMuchMemory}; try a smaller batch or a smaller model`
    }
    this.#orphanFor = isOrphan ? this.#orphanFor + interval / 1000 : 0
    if (this.#orphanFor > orphanLimit) return 'the program that started it is gone'
    this.#stillFor = limit > 0 && beats === this.#beats ? this.#stillFor + interval / 1000 : 0
    this.#beats = beats
    if (limit === 0 || this.#stillFor < limit) return null
    return `it stood still for ${limit} s and was ended; try a smaller file, shorter texts or another model`
  }
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 2 ** 20).toLocaleString('en')
}
