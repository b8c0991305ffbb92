import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { constants, crc32, createDeflateRaw } from 'node:zlib'

const pieceLength = 1 << 20

/** Writes a zip archive of files that come in pieces; it is in memory packed, and never as a whole unpacked. */
export async function writeZip(path: string, files: Readonly<Record<string, Iterable<string>>>): Promise<void> {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let position = 0
  for (const [name, pieces] of Object.entries(files)) {
    const { packed, length, sum } = await pack(pieces)
    // Version 2.0, no flags, deflate, 1980-01-01.
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt16LE(8, 4)
    about.writeUInt32LE(0x210000, 6)
    about.writeUInt32LE(sum, 10)
    about.writeUInt32LE(packed.length, 14)
    about.writeUInt32LE(length, 18)
    about.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), about, Buffer.from(name)])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(position, 10)
    directory.push(Buffer.from('PK\u0001\u0002\u0014\0'), about, rest, Buffer.from(name))
    parts.push(local, packed)
    position += local.length + packed.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006')
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(position, 16)
  await writeFile(path, Buffer.concat([...parts, entries, end]))
}

async function pack(pieces: Iterable<string>): Promise<{ packed: Buffer; length: number; sum: number }> {
  let length = 0
  let sum = 0
  function* counted(): Generator<Buffer> {
    let waiting = ''
    const out = (): Buffer => {
      const bytes = Buffer.from(waiting)
      waiting = ''
      length += bytes.length
      sum = crc32(bytes, sum)
      return bytes
    }
    for (const piece of pieces) {
      waiting += piece
      if (waiting.length > pieceLength) yield out()
    }
    yield out()
  }
  const deflate = Readable.from(counted()).pipe(createDeflateRaw({ level: constants.Z_DEFAULT_COMPRESSION }))
  return { packed: Buffer.concat(await deflate.toArray()), length, sum }
}
