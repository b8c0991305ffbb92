import { contentOf } from './content.ts'
import { asUtf8 } from './encoding.ts'
import { maxTextBytes } from './files.ts'

/** One line of a file without its line feed; `number` counts from 1; null bytes stand for a line that is too long. */
export interface Line {
  readonly number: number
  readonly bytes: Buffer | null
}

const lf = 10
const cr = 13
const quote = 34

/**
 * Reads a file line by line, as UTF-8 whatever its encoding. Keeps one piece of it in memory, and one line.
 * @throws LastlayerError `dataset` if the file cannot be read.
 */
export async function* readLines(path: string, encoding = 'utf-8'): AsyncGenerator<Line> {
  for await (const lines of readManyLines(path, encoding)) yield* lines
}

/** The same, the lines that end in one piece together: waiting for each alone takes longer than what is done with it. */
export function readManyLines(path: string, encoding = 'utf-8'): AsyncGenerator<readonly Line[]> {
  const content = contentOf(path)
  return cutIntoLines(encoding === 'utf-8' ? content : asUtf8(content, encoding), maxTextBytes)
}

/**
 * Cuts bytes into lines: ended by LF (a CR before it stays), or by CR too where the beginning does so.
 * @param longest in bytes; what is longer is passed over
 */
export async function* splitLines(pieces: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Line> {
  for await (const lines of cutIntoLines(pieces, longest)) yield* lines
}

async function* cutIntoLines(pieces: AsyncIterable<Buffer>, longest: number): AsyncGenerator<readonly Line[]> {
  let endsInCr: boolean | null = null
  let number = 1
  let kept: Buffer[] = []
  let size = 0

  const keep = (piece: Buffer) => {
    size += piece.length
    if (size <= longest) kept.push(piece)
    else kept = []
  }
  const take = (): Line => {
    const bytes = size > longest ? null : kept.length === 1 ? (kept[0] ?? null) : Buffer.concat(kept)
    kept = []
    size = 0
    return { number: number++, bytes }
  }

  for await (const piece of pieces) {
    endsInCr ??= endsLinesInCr(piece)
    const chunk = endsInCr === true ? withLineFeeds(piece) : piece
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(lf); end >= 0; end = chunk.indexOf(lf, start)) {
      keep(chunk.subarray(start, end))
      lines.push(take())
      start = end + 1
    }
    if (start < chunk.length) keep(chunk.subarray(start))
    yield lines
  }
  if (size > 0) yield [take()]
}

/** Whether CR alone ends lines, as on old Macs, where LF may still break lines within quotes; null if no line ends yet. */
function endsLinesInCr(piece: Buffer): boolean | null {
  const bytes = piece.subarray(0, -1)
  if (!bytes.includes(cr)) return piece.includes(lf) ? false : null
  if (!piece.includes(lf)) return true
  let isQuoted = false
  let more = 0 // of CR alone than of LF
  for (const [i, byte] of bytes.entries()) {
    if (byte === quote) isQuoted = !isQuoted
    else if (!isQuoted && byte === lf) more--
    else if (!isQuoted && byte === cr && piece[i + 1] !== lf) more++
  }
  return more > 0
}

function withLineFeeds(piece: Buffer): Buffer {
  return Buffer.from(piece.map((byte) => (byte === cr ? lf : byte)))
}

/** Whether a line holds nothing but white space. */
export function isBlank({ bytes }: Line): boolean {
  return bytes?.every((byte) => byte === 0x20 || (byte >= 9 && byte <= cr)) ?? false
}
