/**
 * Unpacks an LZ4 frame, as Arrow's files have them; blocks may refer to those before them. Checksums are not looked at.
 * @throws Error if it is damaged, or unpacks to more than `most` bytes
 */
export function decompressLz4(frame: Uint8Array, most: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (frame.length < 11 || view.getUint32(0, true) !== 0x184d2204) throw new Error('no LZ4 frame')
  const flags = frame[4] ?? 0
  const [hasBlockChecksum, hasSize, hasDictionary] = [flags & 0x10, flags & 0x08, flags & 0x01]
  const output = new Output(most)
  let place = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0)
  for (;;) {
    const word = view.getUint32(place, true)
    const size = word & 0x7fffffff
    place += 4
    if (size === 0) return output.bytes
    if (place + size > frame.length) throw new Error('an LZ4 block is cut short')
    const block = frame.subarray(place, place + size)
    if (word >>> 31 === 1) output.append(block, 0, size)
    else unpackBlock(block, output)
    place += size + (hasBlockChecksum ? 4 : 0)
  }
}

/** A block is sequences of literal bytes, and of bytes that were there before (LZ4 Block Format Description). */
function unpackBlock(block: Uint8Array, output: Output): void {
  let place = 0
  const next = () => {
    const byte = block[place++]
    if (byte === undefined) throw new Error('an LZ4 block is cut short')
    return byte
  }
  const extended = (length: number) => {
    if (length < 15) return length
    let total = length
    for (let byte = 255; byte === 255;) {
      byte = next()
      total += byte
    }
    return total
  }
  while (place < block.length) {
    const token = next()
    const literals = extended(token >> 4)
    output.append(block, place, place + literals)
    place += literals
    if (place >= block.length) return
    const distance = next() | (next() << 8)
    output.repeat(distance, extended(token & 15) + 4)
  }
}

/** Bytes that grow. */
class Output {
  #bytes = new Uint8Array(2 ** 16)
  #length = 0

  constructor(private readonly most: number) {}

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  append(from: Uint8Array, start: number, end: number): void {
    if (end > from.length) throw new Error('an LZ4 block is cut short')
    this.#grow(end - start)
    this.#bytes.set(from.subarray(start, end), this.#length)
    this.#length += end - start
  }

  /** Appends bytes from `distance` back, which may be some of those that it appends. */
  repeat(distance: number, length: number): void {
    if (distance === 0 || distance > this.#length) throw new Error('an LZ4 block refers to what is not there')
    this.#grow(length)
    const start = this.#length - distance
    if (distance >= length) this.#bytes.copyWithin(this.#length, start, start + length)
    else for (let i = 0; i < length; i++) this.#bytes[this.#length + i] = this.#bytes[start + i] ?? 0
    this.#length += length
  }

  #grow(by: number): void {
    const needed = this.#length + by
    if (needed > this.most) throw new Error('a column unpacks to far more than its size')
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, Math.min(this.most, 2 * this.#bytes.length)))
    larger.set(this.bytes)
    this.#bytes = larger
  }
}
