import { CompressionType, compressionRegistry } from 'apache-arrow'
import { Decompress } from 'fzstd'
import { mostUnpacked } from '../bytes/unpack.ts'
import { decompressLz4 } from './lz4.ts'

/** More than one column of one batch of rows takes, in bytes. */
const mostOfColumn = 2 ** 30
const fedBytes = 1024

/** Unpacks to no more than so many bytes. @throws Error if it would be more, or is damaged */
type Unpack = (packed: Uint8Array, most: number) => Uint8Array

/** Teaches Arrow the ways in which its files are packed: pandas writes Feather files with LZ4. */
export function registerCodecs(): void {
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: bounded(decompressLz4) })
  compressionRegistry.set(CompressionType.ZSTD, { decode: bounded(decompressZstd) })
}

/** What the columns that lie in the same bytes have been unpacked to. */
const unpacked = new WeakMap<ArrayBufferLike, number>()

/** Each column is one call, and all columns of a batch may name the same few bytes: they are counted together. */
function bounded(unpack: Unpack): (packed: Uint8Array) => Uint8Array {
  return (packed) => {
    const before = unpacked.get(packed.buffer) ?? 0
    const most = Math.min(mostOfColumn, mostUnpacked(packed.buffer.byteLength) - before)
    const bytes = unpack(packed, most)
    unpacked.set(packed.buffer, before + bytes.length)
    return bytes
  }
}

function decompressZstd(packed: Uint8Array, most: number): Uint8Array {
  const pieces: Uint8Array[] = []
  let size = 0
  const unpacking = new Decompress((piece) => {
    size += piece.length
    if (size > most) throw new Error('a column unpacks to far more than its size')
    pieces.push(piece)
  })
  for (let start = 0; start < packed.length; start += fedBytes) {
    unpacking.push(packed.subarray(start, start + fedBytes), start + fedBytes >= packed.length)
  }
  return new Uint8Array(Buffer.concat(pieces))
}
