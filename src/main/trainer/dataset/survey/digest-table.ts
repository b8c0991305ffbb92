import { at } from '../../../../shared/at.ts'

const bytesEach = 32
const wordsEach = bytesEach / 4
const digestsPerPage = 2 ** 15

/** The same memory twice. */
interface Page {
  readonly bytes: Buffer
  readonly words: Uint32Array
}

/**
 * Numbers different digests (sha256) from 0, in the order in which they were met. Takes 32 bytes of a digest and some ten
 * to find it by: a Set of strings takes four times that, and has room for 2²⁴.
 */
export class DigestTable {
  /** Of so many digests each, so that no page is ever copied. */
  readonly #pages: Page[] = []
  /** Open addressing with linear probing: 1 + the number of a digest, or 0; half of them are in use at most. */
  #slots = new Uint32Array(2 ** 12)
  #size = 0

  /** How many different ones there are. */
  get size(): number {
    return this.#size
  }

  /** The number of a digest, given in hexadecimal, which is a new one the first time. */
  add(digest: string): number {
    const next = this.#size
    if (next === this.#pages.length * digestsPerPage) this.#pages.push(newPage())
    this.#pageOf(next).bytes.write(digest, placeOf(next) * bytesEach, bytesEach, 'hex')
    const slot = this.#slotOf(next)
    const known = at(this.#slots, slot)
    if (known > 0) return known - 1
    this.#slots[slot] = next + 1
    this.#size += 1
    if (2 * this.#size > this.#slots.length) this.#grow()
    return next
  }

  /** The digest of a number, in hexadecimal. */
  hex(number: number): string {
    const begin = placeOf(number) * bytesEach
    return this.#pageOf(number).bytes.toString('hex', begin, begin + bytesEach)
  }

  #pageOf(number: number): Page {
    return at(this.#pages, Math.floor(number / digestsPerPage))
  }

  /** Where a digest of the pages stands, or is to stand. */
  #slotOf(number: number): number {
    const { words } = this.#pageOf(number)
    const first = placeOf(number) * wordsEach
    const last = this.#slots.length - 1
    let slot = at(words, first) & last
    for (let taken = this.#slots[slot]; taken !== 0; taken = this.#slots[slot]) {
      if (taken !== undefined && this.#isAt(taken - 1, words, first)) break
      slot = (slot + 1) & last
    }
    return slot
  }

  /** Whether these are the words of a digest. */
  #isAt(number: number, words: Uint32Array, first: number): boolean {
    const own = this.#pageOf(number).words
    const begin = placeOf(number) * wordsEach
    for (let i = 0; i < wordsEach; i++) if (own[begin + i] !== words[first + i]) return false
    return true
  }

  /** As all digests are different, none has to be looked at. */
  #grow(): void {
    const last = 2 * this.#slots.length - 1
    const slots = new Uint32Array(last + 1)
    for (let number = 0; number < this.#size; number++) {
      let slot = at(this.#pageOf(number).words, placeOf(number) * wordsEach) & last
      while (slots[slot] !== 0) slot = (slot + 1) & last
      slots[slot] = number + 1
    }
    this.#slots = slots
  }
}

function newPage(): Page {
  const words = new Uint32Array(digestsPerPage * wordsEach)
  return { words, bytes: Buffer.from(words.buffer) }
}

/** Among the digests of its page. */
function placeOf(number: number): number {
  return number % digestsPerPage
}
