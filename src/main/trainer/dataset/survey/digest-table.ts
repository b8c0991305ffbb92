import { at } from '../../../../shared/at.ts'

const wordsEach = 8
const digestsPerPage = 2 ** 15

/**
 * Numbers different digests (sha256) from 0, in the order in which they were met. Takes 32 bytes of a digest and some ten
 * to find it by: a Set of strings takes four times that, and has room for 2²⁴.
 */
export class DigestTable {
  /** Of so many digests each, so that no page is ever copied. */
  readonly #pages: Uint32Array<ArrayBuffer>[] = []
  /** Open addressing with linear probing: 1 + the number of a digest, or 0; three in four are in use at most. */
  #slots = new Uint32Array(2 ** 12)
  #size = 0

  /** How many different ones there are. */
  get size(): number {
    return this.#size
  }

  /** The number of a digest, given in hexadecimal, which is a new one the first time. */
  add(digest: string): number {
    const next = this.#size
    if (next === this.#pages.length * digestsPerPage) this.#pages.push(new Uint32Array(digestsPerPage * wordsEach))
    this.#bytesOf(next).write(digest, 'hex')
    const slot = this.#slotOf(next)
    const known = at(this.#slots, slot)
    if (known > 0) return known - 1
    this.#slots[slot] = next + 1
    this.#size += 1
    if (this.#size * 4 > this.#slots.length * 3) this.#grow()
    return next
  }

  /** The digest of a number, in hexadecimal. */
  hex(number: number): string {
    return this.#bytesOf(number).toString('hex')
  }

  #bytesOf(number: number): Buffer {
    return Buffer.from(this.#pageOf(number).buffer, 4 * firstWordOf(number), 4 * wordsEach)
  }

  #pageOf(number: number): Uint32Array<ArrayBuffer> {
    return at(this.#pages, Math.floor(number / digestsPerPage))
  }

  /** Where a digest of the pages stands, or is to stand. */
  #slotOf(number: number): number {
    const last = this.#slots.length - 1
    let slot = at(this.#pageOf(number), firstWordOf(number)) & last
    for (;;) {
      const taken = at(this.#slots, slot)
      if (taken === 0 || this.#areSame(number, taken - 1)) return slot
      slot = (slot + 1) & last
    }
  }

  #areSame(one: number, other: number): boolean {
    const [page, otherPage] = [this.#pageOf(one), this.#pageOf(other)]
    const [first, otherFirst] = [firstWordOf(one), firstWordOf(other)]
    for (let i = 0; i < wordsEach; i++) if (page[first + i] !== otherPage[otherFirst + i]) return false
    return true
  }

  #grow(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length)
    for (let number = 0; number < this.#size; number++) this.#slots[this.#slotOf(number)] = number + 1
  }
}

/** Where a digest begins on its page. */
function firstWordOf(number: number): number {
  return (number % digestsPerPage) * wordsEach
}
