import type { BatchSlice } from '../network/dropout.ts'

const outOfMemory = /\bOOM\b|out of memory|resource exhausted|failed to allocate|cannot enlarge memory|bad_alloc/i

/** Whether an error says that the device has no memory left. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && outOfMemory.test(error.message)
}

/** Takes a batch in slices that fit into memory: starts with the whole batch and halves when memory runs out. */
export class MicroBatches {
  #size: number

  /**
   * @param onHalved is told of each new size
   * @param size that was found before; null if none was
   */
  constructor(
    readonly onHalved: (size: number) => void,
    size: number | null = null,
  ) {
    this.#size = size ?? Infinity
  }

  /** The size that was found; null while whole batches fit. */
  get size(): number | null {
    return this.#size === Infinity ? null : this.#size
  }

  /**
   * Calls `act` for slices that make up a batch of `total` examples, in order. A slice that runs out of memory is tried
   * again at half its size, as far as one example; sizes that were found stay for the next batches.
   */
  each(total: number, act: (slice: BatchSlice) => void): void {
    for (let first = 0; first < total;) {
      const count = Math.min(this.#size, total - first)
      try {
        act({ first, count })
        first += count
      } catch (error) {
        if (!isOutOfMemory(error) || count === 1) throw error
        this.#size = Math.ceil(count / 2)
        this.onHalved(this.#size)
      }
    }
  }
}
