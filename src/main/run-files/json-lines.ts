import type { FileHandle } from 'node:fs/promises'
import { parseSealed, seal } from '../disk/sealed-json.ts'

/** A line of a file, and where it begins. */
export interface Line {
  readonly bytes: Buffer
  readonly start: number
}

const chunk = 2 ** 20
const lineFeed = 10

/** The lines of a file from its beginning, without the empty ones. One line, and a piece of the file, is in memory at a time. */
export async function* linesOf(file: FileHandle): AsyncGenerator<Line> {
  let pieces: Buffer[] = []
  let [start, position] = [0, 0]
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunk), 0, chunk, position)
    if (bytesRead === 0) break
    const read = buffer.subarray(0, bytesRead)
    let from = 0
    for (let end = read.indexOf(lineFeed); end !== -1; end = read.indexOf(lineFeed, from)) {
      const bytes = Buffer.concat([...pieces, read.subarray(from, end)])
      if (bytes.length > 0) yield { bytes, start }
      pieces = []
      from = end + 1
      start = position + from
    }
    pieces.push(read.subarray(from))
    position += bytesRead
  }
  const bytes = Buffer.concat(pieces)
  if (bytes.length > 0) yield { bytes, start }
}

/** A line with a checksum. */
export function sealedLine(value: object): string {
  return `${JSON.stringify(seal(value))}\n`
}

/** What a line holds as JSON; undefined where it is damaged. */
export function parseLine(bytes: Buffer): unknown {
  return parseSealed(bytes.toString('utf8'))
}
