import { isIPv6 } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** Milliseconds between two whose turn it is: 7,200 an hour, from everywhere together. */
const pace = 500
/** The last of them waits four minutes: browsers give up after five. */
const mostWaiting = 512

interface Place {
  /** Ends the wait: whether it is one's turn now. */
  readonly end: (isTurn: boolean) => void
}

/**
 * Where everyone who knocks waits for a turn, at a pace at which guessing leads nowhere. Nobody is refused for what others
 * do: addresses take turns, and whoever hangs up loses the place, so that a crowd is no larger than its open connections.
 */
export class WaitingLine {
  /** By address, in the order of their turns. */
  readonly #lines = new Map<string, Place[]>()
  #isServing = false

  /** @param pause waits for some milliseconds */
  constructor(private readonly pause: (milliseconds: number) => Promise<unknown> = delay) {}

  /**
   * Waits for a turn.
   * @param address of the one who waits; of IPv6 the network counts, as one person has all of its addresses
   * @param gone aborts when nobody waits for the answer any more
   * @returns false if there is no room to wait in, or nobody waits any more
   */
  turn(address: string, gone: AbortSignal): Promise<boolean> {
    const name = networkOf(address)
    const hasRoom = this.#waiting < mostWaiting || this.#crowdOut(name)
    if (!hasRoom || gone.aborted) return Promise.resolve(false)
    const turn = new Promise<boolean>((resolve) => {
      const place = { end: resolve }
      this.#lines.set(name, [...(this.#lines.get(name) ?? []), place])
      gone.addEventListener('abort', () => this.#leave(name, place), { once: true })
    })
    if (!this.#isServing) void this.#serve()
    return turn
  }

  get #waiting(): number {
    return [...this.#lines.values()].reduce((sum, { length }) => sum + length, 0)
  }

  async #serve(): Promise<void> {
    this.#isServing = true
    for (let next = this.#next(); next !== null; next = this.#next()) {
      next.end(true)
      await this.pause(pace)
    }
    this.#isServing = false
  }

  /** Takes the first one of the address whose turn it is; the others of that address come after the other addresses. */
  #next(): Place | null {
    for (const [name, [first, ...others]] of this.#lines) {
      this.#lines.delete(name)
      if (others.length > 0) this.#lines.set(name, others)
      if (first !== undefined) return first
    }
    return null
  }

  #leave(name: string, place: Place): void {
    const others = (this.#lines.get(name) ?? []).filter((one) => one !== place)
    if (others.length > 0) this.#lines.set(name, others)
    else this.#lines.delete(name)
    place.end(false)
  }

  /** Sends the last one of the longest line away, if that of `name` is shorter. */
  #crowdOut(name: string): boolean {
    const [longest] = [...this.#lines].sort(([, a], [, b]) => b.length - a.length)
    const last = longest?.[1].at(-1)
    if (!longest || last === undefined || longest[1].length <= (this.#lines.get(name)?.length ?? 0) + 1) return false
    this.#leave(longest[0], last)
    return true
  }
}

function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [groups = ''] = address.split('::')
  return groups.split(':').slice(0, 4).join(':')
}
