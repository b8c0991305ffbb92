import { at } from '../../../../shared/at.ts'
import { Column } from './column.ts'
import { DigestFile } from './digest-file.ts'

/** Of the first 28 bits of a digest, the first twenty say in which chain it is, the next eight are its mark. */
const beginDigits = 7
const chains = 2 ** 20
const markBits = 8

/**
 * Numbers different digests (sha256) from 0, in the order in which they were met. Keeps five bytes of memory for each, to
 * find it by: those that are met in one chain have its number as their first bits, and each of them knows the one before.
 * Where no more are to come, the digests alone are enough.
 */
export class DigestTable {
  /** Of each chain: 1 + the number of its last digest, or 0. */
  readonly #last = new Uint32Array(chains)
  /** By number: 1 + the number of the digest before it in its chain, or 0. */
  readonly #before = new Column(Uint32Array)
  /** By number: a byte of the digest, so that few have to be looked at that are not the one. */
  readonly #marks = new Column(Uint8Array)

  /** @param digests by their numbers, all different; those that are added later come to them */
  constructor(readonly digests = new DigestFile()) {
    for (let number = 0; number < digests.size; number++) this.#append(beginOf(digests.hex(number)))
  }

  /** How many different ones there are. */
  get size(): number {
    return this.#marks.length
  }

  /** The number of a digest, given in hexadecimal, which is a new one the first time. @throws LastlayerError `output` */
  add(digest: string): number {
    const begin = beginOf(digest)
    for (let next = at(this.#last, begin.chain); next > 0; next = this.#before.at(next - 1) ?? 0) {
      if (this.#marks.at(next - 1) === begin.mark && this.digests.hex(next - 1) === digest) return next - 1
    }
    this.digests.add(digest)
    this.#append(begin)
    return this.size - 1
  }

  /** Makes the next number the last one of its chain. */
  #append({ chain, mark }: Begin): void {
    this.#before.push(at(this.#last, chain))
    this.#marks.push(mark)
    this.#last[chain] = this.size
  }
}

interface Begin {
  readonly chain: number
  readonly mark: number
}

function beginOf(digest: string): Begin {
  const bits = parseInt(digest.slice(0, beginDigits), 16)
  return { chain: bits >>> markBits, mark: bits % 2 ** markBits }
}
