import { readVarInt } from 'hyparquet/src/thrift.js'

/** A place in the bytes of a page. */
export interface Reader {
  readonly view: DataView
  offset: number
}

/**
 * Passes over numbers in runs (Parquet's RLE and bit-packing hybrid) that stand for so many values, without unpacking them:
 * a run may claim any length, which hyparquet then makes.
 * @throws Error if one is longer than all of them together
 */
export function passRuns(reader: Reader, bitWidth: number, count: number): void {
  for (let seen = 0; seen < count && reader.offset < reader.view.byteLength;) {
    const header = readVarInt(reader)
    const isPacked = (header & 1) === 1
    const length = header >>> 1
    // Packed values come in groups of eight, of which the last is filled up.
    if (length > (isPacked ? count / 8 + 1 : count)) throw new Error('a run of it is longer than its page')
    seen += isPacked ? 8 * length : length
    reader.offset += isPacked ? length * bitWidth : Math.ceil(bitWidth / 8)
  }
}

/** {@link passRuns}, before which the length of their bytes stands. */
export function passLevels(reader: Reader, highest: number, count: number): void {
  if (highest === 0) return
  const end = reader.offset + 4 + reader.view.getUint32(reader.offset, true)
  reader.offset += 4
  passRuns(reader, bitsOf(highest), count)
  reader.offset = end
}

/** The bits that a number up to this one takes. */
export function bitsOf(highest: number): number {
  return 32 - Math.clz32(highest)
}
