import { gzipSync } from 'node:zlib'

/** A column to be written: strings as UTF-8 byte arrays, big integers as INT64, numbers as DOUBLE. */
export interface ParquetColumn {
  readonly name: string
  readonly values: readonly string[] | readonly bigint[] | readonly number[]
}

const I32 = 5
const I64 = 6
const BINARY = 8
const LIST = 9
const STRUCT = 12
type Field = readonly [id: number, type: number, bytes: Buffer]

/**
 * Writes a small Parquet file, plainly encoded, so that tests can read back what they chose to write.
 * @param claim the bytes that each page says that it unpacks to, if not those that it does
 */
export function writeParquet(
  columns: readonly ParquetColumn[],
  rowsAGroup: number,
  gzip: boolean,
  claim?: number,
): Buffer {
  const rows = columns[0].values.length
  const parts: Buffer[] = [Buffer.from('PAR1')]
  let offset = 4
  const groups: Buffer[] = []
  for (let start = 0; start < rows; start += rowsAGroup) {
    const count = Math.min(rowsAGroup, rows - start)
    const chunks = columns.map(({ name, values }) => {
      const slice = values.slice(start, start + count)
      const plain = Buffer.concat(slice.map(plainly))
      const stored = gzip ? gzipSync(plain) : plain
      const counts = struct([1, I32, int(count)], [2, I32, int(0)], [3, I32, int(3)], [4, I32, int(3)])
      const sizes: Field[] = [[2, I32, int(claim ?? plain.length)], [3, I32, int(stored.length)]] // prettier-ignore
      const header = struct([1, I32, int(0)], ...sizes, [5, STRUCT, counts])
      const place = offset
      parts.push(header, stored)
      offset += header.length + stored.length
      const about = struct(
        [1, I32, int(typeOf(values))],
        [2, LIST, list(I32, [int(0)])],
        [3, LIST, list(BINARY, [binary(name)])],
        [4, I32, int(gzip ? 2 : 0)],
        [5, I64, int(count)],
        [6, I64, int(header.length + plain.length)],
        [7, I64, int(header.length + stored.length)],
        [9, I64, int(place)],
      )
      return struct([2, I64, int(place)], [3, STRUCT, about])
    })
    groups.push(struct([1, LIST, list(STRUCT, chunks)], [2, I64, int(0)], [3, I64, int(count)]))
  }
  const top = struct([4, BINARY, binary('schema')], [5, I32, int(columns.length)])
  const leaves = columns.map(({ name, values }) => {
    const string: Field[] = typeof values[0] === 'string' ? [[6, I32, int(0)]] : []
    return struct([1, I32, int(typeOf(values))], [3, I32, int(0)], [4, BINARY, binary(name)], ...string)
  })
  const schema = list(STRUCT, [top, ...leaves])
  const footer = struct([1, I32, int(1)], [2, LIST, schema], [3, I64, int(rows)], [4, LIST, list(STRUCT, groups)])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  return Buffer.concat([...parts, footer, length, Buffer.from('PAR1')])
}

function typeOf(values: ParquetColumn['values']): number {
  return typeof values[0] === 'bigint' ? 2 : typeof values[0] === 'number' ? 5 : 6
}

function plainly(value: string | bigint | number): Buffer {
  const eight = Buffer.alloc(8)
  if (typeof value === 'bigint') eight.writeBigInt64LE(value)
  if (typeof value === 'number') eight.writeDoubleLE(value)
  if (typeof value !== 'string') return eight
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([length, bytes])
}

// Thrift's compact protocol, as far as Parquet's metadata needs it.
function struct(...fields: readonly Field[]): Buffer {
  let last = 0
  const parts = fields.map(([id, type, bytes]) => {
    const head = Buffer.from([((id - last) << 4) | type])
    last = id
    return Buffer.concat([head, bytes])
  })
  return Buffer.concat([...parts, Buffer.from([0])])
}

function list(type: number, items: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([0xf0 | type]), varint(items.length), ...items])
}

function binary(text: string): Buffer {
  return Buffer.concat([varint(Buffer.byteLength(text)), Buffer.from(text)])
}

/** Zigzag: n is written as 2 n. */
function int(value: number): Buffer {
  return varint(2 * value)
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128)
  return Buffer.from([...bytes, value])
}
