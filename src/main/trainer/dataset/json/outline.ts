import { parseJson } from './parse.ts'
import { JsonSplitter, sliceJson, type JsonSlice, type Key } from './splitter.ts'
import { at } from '../../../../shared/at.ts'

export type JsonType = 'object' | 'array' | 'string' | 'plain'

/** A member of an object, and what it begins with inside. */
export interface Member {
  readonly name: string
  readonly type: JsonType
  /** Of the first hundred values inside: their keys, types and, where they are short, the values themselves. */
  readonly inner: readonly { readonly key: Key; readonly type: JsonType; readonly value: unknown }[]
  /** The same, not yet parsed. */
  readonly slices: readonly JsonSlice[]
  readonly isEmpty: boolean
  /** In bytes. */
  readonly size: number
}

const mostMembers = 10_000
const mostInner = 100

/** The members of the object at a path; what comes after the first few thousand is not looked at. */
export async function membersOf(content: AsyncIterable<Buffer>, path: readonly Key[]): Promise<Member[]> {
  const members: Member[] = []
  for await (const slices of sliceJson(content, path.length + 1, leadsTo(path))) {
    for (const slice of slices) {
      if (slice.root > 0 || !startsWith(slice.path, path)) continue
      members.push(memberOf(slice))
      if (members.length === mostMembers) return members
    }
  }
  return members
}

/** Whether to look into what lies at a path, on the way to another. */
export function leadsTo(path: readonly Key[]): (given: readonly Key[]) => boolean {
  return (given) => given.every((key, i) => i >= path.length || path[i] === key)
}

export function startsWith(path: readonly Key[], start: readonly Key[]): boolean {
  return start.every((key, i) => path[i] === key)
}

/** The type of a value, by its first byte. */
export function typeOf({ head }: JsonSlice): JsonType {
  return types[head.toString('latin1', 0, 1)] ?? 'plain'
}

const types: Readonly<Record<string, JsonType>> = { '{': 'object', '[': 'array', '"': 'string' }

/** What the beginning of a value holds, one level down. */
export function innerOf(head: Buffer): JsonSlice[] {
  try {
    return new JsonSplitter(1).push(head.subarray(0, 64 * 1024)).slice(0, mostInner)
  } catch {
    return []
  }
}

function memberOf(slice: JsonSlice): Member {
  const type = typeOf(slice)
  const inner = type === 'object' || type === 'array' ? innerOf(slice.head) : []
  return {
    name: String(slice.path.at(-1) ?? ''),
    type,
    inner: inner.map((one) => ({ key: at(one.path, 0), type: typeOf(one), value: valueOf(one) })),
    slices: inner,
    isEmpty: inner.length === 0,
    size: slice.size,
  }
}

function valueOf({ bytes }: JsonSlice): unknown {
  const parsed = bytes !== null && bytes.length < 4096 ? parseJson(bytes) : null
  return parsed !== null && 'value' in parsed ? parsed.value : undefined
}
