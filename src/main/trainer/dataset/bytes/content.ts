import type { FileHandle } from 'node:fs/promises'
import { openToRead } from '../../../disk/confinement.ts'
import { unreadable } from './files.ts'
import { magicOf } from './magic.ts'
import { checkRatio, gunzip, unzstd } from './unpack.ts'
import { openZip, tableMember } from './zip.ts'

/** How the bytes of a file may be packed and still be read as if they were not. */
export type Packing = 'gzip' | 'zstd' | 'zip'

/**
 * The bytes of a file, in pieces: unpacked where it is packed with gzip or zstd, or a ZIP archive of one table.
 * @throws LastlayerError `dataset` if the file cannot be read, is damaged, or unpacks to far more than a table would.
 */
export async function* contentOf(path: string): AsyncGenerator<Buffer> {
  const packing = await packingOf(path)
  if (packing === null) yield* bytesOf(path)
  else yield* unpackers[packing](path)
}

const unpackers: Readonly<Record<Packing, (path: string) => AsyncGenerator<Buffer>>> = {
  gzip: (path) => limited(path, (packed) => gunzip(path, packed)),
  zstd: (path) => limited(path, (packed) => unzstd(path, packed)),
  async *zip(path) {
    const zip = await openZip(path)
    try {
      yield* zip.read(tableMember(zip))
    } finally {
      await zip.close()
    }
  },
}

/** How a file is packed, by its first bytes; null where it is not. @throws as {@link contentOf} */
export async function packingOf(path: string): Promise<Packing | null> {
  const magic = magicOf(await headOf(bytesOf(path), 512))
  return magic === 'gzip' || magic === 'zstd' || magic === 'zip' ? magic : null
}

/** The first bytes of some content, fewer where it has no more. */
export async function headOf(content: AsyncIterable<Buffer>, size: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let got = 0
  for await (const piece of content) {
    pieces.push(piece)
    got += piece.length
    if (got >= size) break
  }
  return Buffer.concat(pieces).subarray(0, size)
}

/** What `unpack` makes of a file's bytes, as long as it is no bomb. */
async function* limited(
  path: string,
  unpack: (packed: AsyncIterable<Buffer>) => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let packed = 0
  let size = 0
  const counted = async function* () {
    for await (const piece of bytesOf(path)) {
      packed += piece.length
      yield piece
    }
  }
  for await (const piece of unpack(counted())) {
    size += piece.length
    checkRatio(path, packed, size)
    yield piece
  }
}

const pieceBytes = 2 ** 18

/** The bytes of a file as they are. @throws as {@link contentOf} */
export async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  try {
    const file: FileHandle = await openToRead(path)
    for await (const piece of file.createReadStream({ highWaterMark: pieceBytes })) yield piece as Buffer
  } catch (error) {
    throw unreadable(path, error)
  }
}
