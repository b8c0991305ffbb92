import { isAscii, isUtf8 } from 'node:buffer'
import { at } from '../../../../shared/at.ts'
import { decodeAs } from './encoding.ts'
import { maxTextBytes } from './files.ts'
import { likelyEncodings } from './likely.ts'
import { splitLines } from './lines.ts'

/** How bytes are to be read as characters. */
export interface Guess {
  readonly used: string
  /** Encodings that are as likely, and read the bytes otherwise; the likeliest first. */
  readonly others: readonly string[]
  /** Lines that are not UTF-8 in a file that is, for the rest. */
  readonly broken: number
  /** Lines that tell the encoding: those that are not ASCII, of the whole file. */
  readonly sample: Buffer
}

const plainUtf8: Guess = { used: 'utf-8', others: [], broken: 0, sample: Buffer.alloc(0) }

/**
 * Tells the encoding of a file from all of its bytes: by a byte order mark, as UTF-16 or UTF-8 where it is that, else by
 * the lines that are not ASCII. `open` yields the file's bytes and is called once for UTF-8, twice for others.
 */
export async function detectEncoding(open: () => AsyncIterable<Buffer>): Promise<Guess> {
  let isFirst = true
  let escaped: Buffer | null = null
  let isValid = true
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of open()) {
    const unicode = isFirst ? wideUnicodeOf(piece) : null
    if (unicode !== null) return { ...plainUtf8, used: unicode, sample: piece.subarray(0, 1024) }
    isFirst = false
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const end = lastCharacter(bytes)
    escaped ??= lineWith(escape, bytes)
    isValid = isUtf8(bytes.subarray(0, end))
    rest = bytes.subarray(end)
    if (!isValid) break
  }
  if (isValid && isUtf8(rest)) {
    return escaped === null ? plainUtf8 : { ...plainUtf8, used: 'iso-2022-jp', sample: escaped }
  }

  const sample = new Sample()
  for await (const { bytes } of splitLines(open(), maxTextBytes)) if (bytes !== null) sample.add(bytes)
  return await sample.guess()
}

/** Which of Unicode's encodings one text is in, be it with a few faults; null for none of them. */
export function unicodeOf(bytes: Buffer): string | null {
  const wide = wideUnicodeOf(bytes)
  if (wide !== null) return wide
  if (isUtf8(bytes)) return bytes.includes(escape) ? 'iso-2022-jp' : 'utf-8'
  const text = bytes.toString()
  const faults = text.split('\ufffd').length - 1
  const characters = text.match(/[^\0-\x7f]/g)?.length ?? 0
  return characters >= 3 * faults ? 'utf-8' : null
}

/** How ISO-2022-JP, which is ASCII byte by byte, begins its Japanese. */
const escape = Buffer.from('\x1b$B')

/** The line that some bytes stand in, as far as it is there; null if they do not. */
function lineWith(wanted: Buffer, bytes: Buffer): Buffer | null {
  const place = bytes.indexOf(wanted)
  if (place < 0) return null
  const start = bytes.lastIndexOf(lineFeed, place) + 1
  const end = bytes.indexOf(lineFeed, place)
  return Buffer.from(bytes.subarray(start, end < 0 ? undefined : end).subarray(0, mostOfLine))
}

/** Where the last character of some UTF-8 begins, which the next piece may go on with. */
function lastCharacter(bytes: Buffer): number {
  let end = bytes.length - 1
  while (end > 0 && bytes.length - end < 4 && (at(bytes, end) & 0xc0) === 0x80) end--
  return Math.max(0, end)
}

/** UTF-16 or UTF-32 if the beginning of a file shows it, by a byte order mark or without one. */
function wideUnicodeOf(head: Buffer): string | null {
  const begins = (...mark: number[]) => mark.every((byte, i) => head[i] === byte)
  if (begins(0xff, 0xfe, 0, 0)) return 'utf-32le'
  if (begins(0, 0, 0xfe, 0xff)) return 'utf-32be'
  if (begins(0xff, 0xfe)) return 'utf-16le'
  if (begins(0xfe, 0xff)) return 'utf-16be'
  return utf16Of(head.subarray(0, 2 ** 14))
}

/**
 * UTF-16 without a mark. Its ASCII comes with NULs, and its other letters with bytes that are control characters (Latin,
 * Greek, Cyrillic, Semitic) or no UTF-8 (the East); and its blanks, commas and line ends are whole characters.
 */
function utf16Of(head: Buffer): string | null {
  if (!head.includes(0)) return null
  const bytes = head.subarray(0, head.length & ~1)
  const controls = bytes.reduce((sum, byte) => sum + (byte < 32 && !(byte >= 9 && byte <= 13) ? 1 : 0), 0)
  if (controls < bytes.length / 8 && isUtf8(bytes.subarray(0, lastCharacter(bytes)))) return null
  const marks = bytes.reduce((sum, byte) => sum + (byte === 32 || byte === 44 || byte === 10 || byte === 13 ? 1 : 0), 0)
  const fits = (encoding: string) => {
    const text = decodeAs(bytes, encoding)
    const strange = text.match(/[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\r\n\t]/gu)?.length ?? 0
    const found = text.match(/[ ,\r\n]/g)?.length ?? 0
    return strange <= text.length / 50 && found > marks / 8 ? found : 0
  }
  const [little, big] = [fits('utf-16le'), fits('utf-16be')]
  if (little === 0 && big === 0) return null
  return little > big ? 'utf-16le' : 'utf-16be'
}

const sampleBytes = 2 ** 17
const mostOfLine = 2 ** 14

/** What is seen of texts that are not all UTF-8: lines that are not ASCII, evenly from beginning to end. */
export class Sample {
  #utf8 = 0
  #broken = 0
  #lines: Buffer[] = []
  #bytes = 0
  #every = 1

  add(line: Buffer): this {
    if (isAscii(line) || line.includes(0)) return this
    if (isUtf8(line)) this.#utf8++
    else if (this.#broken++ % this.#every === 0) this.#keep(line)
    return this
  }

  #keep(line: Buffer): void {
    // Control characters, which may be delimiters, would make the detector take it for no text at all.
    const kept = Buffer.from(line.subarray(0, mostOfLine).map((byte) => (byte < 32 ? 32 : byte)))
    this.#lines.push(kept)
    this.#bytes += kept.length
    if (this.#bytes <= sampleBytes) return
    this.#lines = this.#lines.filter((_, i) => i % 2 === 0)
    this.#bytes = this.#lines.reduce((sum, { length }) => sum + length, 0)
    this.#every *= 2
  }

  /** Lines of UTF-8 do not come about by chance: where they are many, the others are the fault. */
  async guess(): Promise<Guess> {
    if (this.#broken === 0) return plainUtf8
    const sample = Buffer.concat(this.#lines.flatMap((line) => [line, lineFeed]))
    const likely = await likelyEncodings(sample)
    if (this.#utf8 >= this.#broken / 4) return { used: 'utf-8', others: likely, broken: this.#broken, sample }
    return { used: at(likely, 0), others: likely.slice(1), broken: 0, sample }
  }
}

const lineFeed = Buffer.from('\n')
