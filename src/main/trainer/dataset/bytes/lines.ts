import { contentOf } from './content.ts'
import { maxTextBytes } from './files.ts'

/** One line of a file without its line feed; `number` counts from 1; null bytes stand for a line that is too long. */
export interface Line {
  readonly number: number
  readonly bytes: Buffer | null
}

const lf = 10
const cr = 13

/**
 * Reads a file line by line: ended by LF (a CR before it stays), or by CR where the file's beginning knows no LF.
 * Keeps one line in memory.
 * @throws LastlayerError `dataset` if the file cannot be read.
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let ending: number | null = null
  let number = 1
  let kept: Buffer[] = []
  let size = 0

  const keep = (piece: Buffer) => {
    size += piece.length
    if (size <= maxTextBytes) kept.push(piece)
    else kept = []
  }
  const take = (): Line => {
    const bytes = size <= maxTextBytes ? Buffer.concat(kept) : null
    kept = []
    size = 0
    return { number: number++, bytes }
  }

  for await (const chunk of contentOf(path)) {
    ending ??= !chunk.includes(lf) && chunk.subarray(0, -1).includes(cr) ? cr : lf
    let start = 0
    for (let end = chunk.indexOf(ending); end >= 0; end = chunk.indexOf(ending, start)) {
      keep(chunk.subarray(start, end))
      yield take()
      start = end + 1
    }
    keep(chunk.subarray(start))
  }
  if (size > 0) yield take()
}

/** Whether a line holds nothing but white space. */
export function isBlank({ bytes }: Line): boolean {
  return bytes?.every((byte) => byte === 0x20 || (byte >= 9 && byte <= cr)) ?? false
}
