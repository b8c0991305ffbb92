import { DataType, MapRow, StructRow, Vector, type Data, type Field } from 'apache-arrow'
import { notUtf8 } from '../rows/row.ts'

const deepest = 6
/** No label is longer a list than this; what is, is a text's tokens or an embedding. */
const mostItems = 1000

/** The columns that a field stands for: itself, or what lies within a struct, or within structs in a list of one. */
export function pathsOf({ name, type }: Field, prefix = '', depth = 1): string[] {
  const path = prefix + name
  const [item] = DataType.isList(type) || DataType.isFixedSizeList(type) ? type.children : []
  const struct = DataType.isStruct(type) ? type : item !== undefined && DataType.isStruct(item.type) ? item.type : null
  if (struct === null || depth === deepest) return [path]
  const inner = item === undefined ? `${path}.` : `${path}.0.`
  return struct.children.flatMap((field) => pathsOf(field, inner, depth + 1))
}

/** A value of Arrow as one of JavaScript: lists as arrays, structs as objects, bytes as the text that they are. */
export function plainValue(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > deepest) return value
  if (value instanceof Uint8Array) return textOf(value)
  if (value instanceof Vector) {
    return Array.from({ length: Math.min(value.length, mostItems) }, (_, i) => plainValue(value.get(i), depth + 1))
  }
  if (value instanceof StructRow || value instanceof MapRow) {
    return Object.fromEntries([...value].map(([name, inner]) => [String(name), plainValue(inner, depth + 1)]))
  }
  return value
}

/** A value of a vector; dates as such, so that they are not taken for numbers. */
export function valueAt(vector: Vector, i: number): unknown {
  const value: unknown = vector.get(i)
  const isDate = DataType.isDate(vector.type) || DataType.isTimestamp(vector.type)
  return isDate && value !== null ? new Date(Number(value)) : plainValue(value)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function textOf(bytes: Uint8Array): unknown {
  try {
    return utf8.decode(bytes)
  } catch {
    return notUtf8
  }
}

/** How many rows the bytes of a column can stand for: a damaged file may claim any number. */
export function mostRows(data: Data): number {
  const { valueOffsets, values, children } = data as Partial<Pick<Data, 'valueOffsets' | 'values' | 'children'>>
  const bits = ArrayBuffer.isView(values) ? 8 * values.byteLength : 0
  return Math.max((valueOffsets?.length ?? 1) - 1, bits, ...(children ?? []).map(mostRows), 0)
}
