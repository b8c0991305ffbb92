import { Session } from 'node:inspector'

/** Bytes: what smaller messages leave is not worth the time that collecting takes. */
const large = 2 ** 20

/**
 * Gives back what large messages took. V8 collects when it wants room, and an idle host wants none: of twenty uploads the
 * last few stayed for good.
 */
export class Memory {
  #isLarge = false
  #underWay = 0

  /** @param collect frees what nothing refers to any more */
  constructor(private readonly collect: () => void = collectGarbage) {}

  /** Lets `work` use what came in a message of so many bytes. After the last such work its memory is given back. */
  async during(bytes: number, work: () => Promise<void>): Promise<void> {
    this.#isLarge ||= bytes >= large
    this.#underWay += 1
    await work()
    this.#underWay -= 1
    // By then whoever called this has let go of the message too.
    setImmediate(() => this.#giveBack())
  }

  #giveBack(): void {
    if (!this.#isLarge || this.#underWay > 0) return
    this.#isLarge = false
    this.collect()
  }
}

let inspector: Session | null = null

/** Through Node's own debugger, the one way to ask for it that is documented; it listens to nobody else. */
export function collectGarbage(): void {
  if (inspector === null) {
    inspector = new Session()
    inspector.connect()
  }
  inspector.post('HeapProfiler.collectGarbage')
}
