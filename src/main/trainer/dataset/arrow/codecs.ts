import { CompressionType, compressionRegistry } from 'apache-arrow'
import { Decompress } from 'fzstd'
import { decompressLz4 } from './lz4.ts'

/** More than one column of one batch of rows takes, in bytes. */
const mostBytes = 2 ** 30
const fedBytes = 1024

/** Teaches Arrow the ways in which its files are packed: pandas writes Feather files with LZ4. */
export function registerCodecs(): void {
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decompressLz4 })
  compressionRegistry.set(CompressionType.ZSTD, { decode: decompressZstd })
}

function decompressZstd(packed: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = []
  let size = 0
  const unpacking = new Decompress((piece) => {
    size += piece.length
    if (size > mostBytes) throw new Error('a column unpacks to more than 1 GB')
    pieces.push(piece)
  })
  for (let start = 0; start < packed.length; start += fedBytes) {
    unpacking.push(packed.subarray(start, start + fedBytes), start + fedBytes >= packed.length)
  }
  return new Uint8Array(Buffer.concat(pieces))
}
