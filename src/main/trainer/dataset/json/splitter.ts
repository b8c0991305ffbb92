import { maxTextBytes } from '../bytes/files.ts'
import { at } from '../../../../shared/at.ts'

export type Key = string | number

/** A value in a JSON text, cut out of it but not yet parsed. */
export interface JsonSlice {
  /** Which of the values that the text consists of it lies in, from 0, then the keys and positions that lead to it. */
  readonly root: number
  readonly path: readonly Key[]
  /** Where it begins, from 1. */
  readonly line: number
  /** Null for one that is too long to be kept, or that the end of the text cuts short. */
  readonly bytes: Buffer | null
  /** How it begins; of a value that is too long, the first bytes. */
  readonly head: Buffer
  readonly isCut: boolean
  /** Of the whole of it, in bytes. */
  readonly size: number
}

/** An object or array that is open and holds, at some depth, what is wanted. */
interface Frame {
  readonly isArray: boolean
  key: Key
  expectsKey: boolean
}

interface Capture {
  readonly line: number
  readonly path: readonly Key[]
  pieces: Buffer[]
  size: number
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openObject, openArray, closeObject, closeArray] = [0x7b, 0x5b, 0x7d, 0x5d]
const lineFeed = 10
const mostKeyBytes = 64 * 1024

/**
 * Cuts a JSON text into the values at one depth, as its bytes come in: 0 stands for the values that the text consists of,
 * 1 for what they hold, and so on. Keeps no more than one value; nesting costs no memory. Broken JSON within a value is
 * left to who parses it.
 */
export class JsonSplitter {
  #line = 1
  #root = -1
  readonly #frames: Frame[] = []
  /** How many more are open, within a value that is kept or skipped. */
  #deep = 0
  #isString = false
  #isScalar = false
  #isEscaped = false
  #capture: Capture | null = null
  /** What of the chunk belongs to the value or key that is kept begins here. */
  #start = 0
  #key: Capture | null = null
  #found: JsonSlice[] = []

  /** @param wants whether to look into an object or array, by its path */
  constructor(
    private readonly depth: number,
    private readonly wants: (path: readonly Key[]) => boolean = () => true,
  ) {}

  /** The values that end in these bytes. @throws Error, with the line, if brackets do not match */
  push(chunk: Buffer): JsonSlice[] {
    this.#start = 0
    for (let i = 0; i < chunk.length; i++) {
      if (this.#isString) {
        i = this.#endOfString(chunk, i)
        if (i === chunk.length) break
        this.#isString = false
        this.#endPlain(chunk, i + 1)
        continue
      }
      const byte = chunk[i] ?? 0
      if (byte === lineFeed) this.#line++
      if (this.#deep > 0) this.#within(chunk, i, byte)
      else {
        if (this.#isScalar && endsScalar(byte)) this.#endPlain(chunk, i)
        if (!this.#isScalar) this.#structure(chunk, i, byte)
      }
    }
    this.#keep(chunk, chunk.length)
    const found = this.#found
    this.#found = []
    return found
  }

  /** The value that the text ends in, whole or cut short. */
  end(): JsonSlice[] {
    if (this.#isScalar) this.#endPlain(Buffer.alloc(0), 0)
    if (this.#capture !== null) this.#finish(true)
    else if (this.#frames.length > 0 || this.#deep > 0) this.#cutShort()
    return this.#found
  }

  /** Where the string ends that goes on at `start`: at its quote, or behind the chunk. */
  #endOfString(chunk: Buffer, start: number): number {
    let i = start
    if (this.#isEscaped) i++
    this.#isEscaped = false
    for (; i < chunk.length; i++) {
      const byte = chunk[i]
      if (byte === quote) return i
      if (byte === backslash) i++
      else if (byte === lineFeed) this.#line++
    }
    this.#isEscaped = i > chunk.length
    return chunk.length
  }

  /** Within a value that is kept or skipped, brackets and strings alone matter. */
  #within(chunk: Buffer, i: number, byte: number): void {
    if (byte === quote) this.#isString = true
    else if (byte === openObject || byte === openArray) this.#deep++
    else if (byte === closeObject || byte === closeArray) this.#close(chunk, i, byte === closeArray)
  }

  #structure(chunk: Buffer, i: number, byte: number): void {
    switch (byte) {
      case quote:
        this.#isString = true
        this.#begin(i)
        return
      case openObject:
      case openArray:
        this.#open(i, byte === openArray)
        return
      case closeObject:
      case closeArray:
        this.#close(chunk, i, byte === closeArray)
        return
      case comma:
      case colon:
        this.#separate(byte === colon)
        return
      default:
        if (byte <= 0x20 || byte === 0xef || byte === 0xbb || byte === 0xbf) return
        this.#isScalar = true
        this.#begin(i)
    }
  }

  /** A string or scalar begins: a value that is wanted, a key, or neither. */
  #begin(i: number): void {
    const top = this.#frames.at(-1)
    if (top?.expectsKey === true) {
      this.#key = this.#captured()
      this.#start = i
    } else this.#beginValue(i)
  }

  #beginValue(i: number): void {
    if (this.#frames.length === 0) this.#root++
    if (this.#frames.length !== this.depth) return
    this.#capture = this.#captured()
    this.#start = i
  }

  #captured(): Capture {
    return { line: this.#line, path: this.#frames.map(({ key }) => key), pieces: [], size: 0 }
  }

  #open(i: number, isArray: boolean): void {
    this.#beginValue(i)
    if (this.#frames.length < this.depth && this.wants(this.#frames.map(({ key }) => key))) {
      this.#frames.push({ isArray, key: isArray ? 0 : '', expectsKey: !isArray })
    } else this.#deep++
  }

  #close(chunk: Buffer, i: number, isArray: boolean): void {
    if (this.#deep > 0) {
      if (--this.#deep > 0 || this.#capture === null) return
      this.#keep(chunk, i + 1)
      this.#finish(false)
    } else if (this.#frames.pop()?.isArray !== isArray) {
      throw new Error(`line ${this.#line}: a "${isArray ? ']' : '}'}" closes what was not opened`)
    }
  }

  #separate(isColon: boolean): void {
    const top = this.#frames.at(-1)
    if (top === undefined) return
    if (isColon) top.expectsKey = false
    else if (top.isArray) top.key = Number(top.key) + 1
    else top.expectsKey = true
  }

  /** A string or scalar ends before `end`. */
  #endPlain(chunk: Buffer, end: number): void {
    this.#isScalar = false
    if (this.#deep > 0) return
    this.#keep(chunk, end)
    if (this.#key !== null) {
      at(this.#frames, this.#frames.length - 1).key = keyOf(Buffer.concat(this.#key.pieces))
      this.#key = null
    } else if (this.#capture !== null) this.#finish(false)
  }

  /** Keeps what of the chunk belongs to the open value or key. */
  #keep(chunk: Buffer, end: number): void {
    const open = this.#key ?? this.#capture
    if (open === null) return
    const piece = chunk.subarray(this.#start, end)
    this.#start = end
    open.size += piece.length
    const most = this.#key === null ? maxTextBytes : mostKeyBytes
    if (open.size <= most) open.pieces.push(piece)
    else if (open.pieces.length !== 1) open.pieces = [open.pieces[0] ?? piece]
  }

  #finish(isCut: boolean): void {
    if (this.#capture === null) return
    const { line, path, pieces, size } = this.#capture
    const bytes = size > maxTextBytes || isCut ? null : Buffer.concat(pieces)
    this.#found.push({
      root: this.#root,
      path,
      line,
      bytes,
      head: bytes ?? Buffer.concat(pieces.slice(0, 1)),
      isCut,
      size,
    })
    this.#capture = null
  }

  #cutShort(): void {
    this.#capture = this.#captured()
    this.#finish(true)
  }
}

/** The values at a depth, of all the content, those that end in one piece together. @throws as {@link JsonSplitter.push} */
export async function* sliceJson(
  content: AsyncIterable<Buffer>,
  depth: number,
  wants?: (path: readonly Key[]) => boolean,
): AsyncGenerator<readonly JsonSlice[]> {
  const splitter = new JsonSplitter(depth, wants)
  for await (const chunk of content) yield splitter.push(chunk)
  yield splitter.end()
}

function endsScalar(byte: number): boolean {
  return byte <= 0x20 || byte === comma || byte === colon || byte === quote || byte === closeObject ||
    byte === closeArray || byte === openObject || byte === openArray // prettier-ignore
}

function keyOf(bytes: Buffer): string {
  try {
    return String(JSON.parse(bytes.toString('utf8')))
  } catch {
    return bytes.toString('utf8')
  }
}
