import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Decompress } from 'fzstd'
import { LastlayerError, reasonOf } from '../../../../shared/errors.ts'

/** What zstd's own program unpacks without being asked twice, in bytes. */
const largestWindow = 2 ** 27
/** So few packed bytes at a time that what they unpack to fits in memory, however well they are packed. */
const fedBytes = 1024

/** Unpacks gzip, of any number of members. @throws LastlayerError `dataset` if it is damaged. */
export async function* gunzip(path: string, packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unpacking = createGunzip()
  // What goes wrong ends `unpacking`, and the loop with it.
  pipeline(Readable.from(packed), unpacking, () => undefined)
  try {
    for await (const piece of unpacking) yield piece as Buffer
  } catch (error) {
    throw damaged(path, error)
  }
}

/** Unpacks zstd, of any number of frames. @throws LastlayerError `dataset` if it is damaged or needs too much memory. */
export async function* unzstd(path: string, packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let ready: Buffer[] = []
  const unpacking = new Decompress((piece) => ready.push(Buffer.from(piece)))
  let isFirst = true
  try {
    for await (const piece of packed) {
      if (isFirst && windowOf(piece) > largestWindow) throw new Error('its window is larger than 128 MB')
      isFirst = false
      for (let start = 0; start < piece.length; start += fedBytes) {
        unpacking.push(piece.subarray(start, start + fedBytes))
        yield* ready
        ready = []
      }
    }
    unpacking.push(Buffer.alloc(0), true)
    yield* ready
  } catch (error) {
    throw damaged(path, error)
  }
}

/** How much of what came before the first frame refers to, in bytes (RFC 8878, 3.1.1.1). */
function windowOf(head: Buffer): number {
  const descriptor = head[4] ?? 0
  if ((descriptor & 0x20) === 0) {
    const base = 2 ** (10 + ((head[5] ?? 0) >> 3))
    return base + (base / 8) * ((head[5] ?? 0) & 7)
  }
  const at = 5 + ([0, 1, 2, 4][descriptor & 3] ?? 0)
  const bytes = [1, 2, 4, 8][descriptor >> 6] ?? 1
  return bytes < 8 ? head.readUIntLE(at, Math.min(bytes, 4)) : Number(head.readBigUInt64LE(at))
}

/** The error for a packed file that cannot be unpacked; one of our own stays what it is. */
export function damaged(path: string, error: unknown): LastlayerError {
  if (error instanceof LastlayerError) return error
  const [detail] = reasonOf(error).split('.')
  const message = `${path} is cut short or damaged: download or save it again (${detail}).`
  return new LastlayerError('dataset', message, { cause: error })
}

/** Nothing that people write packs as well as this; what is meant to fill memories and disks does. */
const largestRatio = 300
const harmlessBytes = 64 * 1024 * 1024

/** The most bytes that so many packed ones are unpacked to: more can only be meant to do harm. */
export function mostUnpacked(packed: number): number {
  return Math.max(harmlessBytes, largestRatio * packed)
}

/** @throws LastlayerError `dataset` if so few bytes stand for more than {@link mostUnpacked} */
export function checkRatio(path: string, packed: number, size: number): void {
  if (size <= mostUnpacked(packed)) return
  const message = `${path} unpacks to more than ${largestRatio} times its size, which no honest file does: it is not read.`
  throw new LastlayerError('dataset', message)
}
