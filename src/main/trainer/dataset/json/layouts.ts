import { LastlayerError, reasonOf } from '../../../../shared/errors.ts'
import { headOf } from '../bytes/content.ts'
import { objectLayouts } from './object-layouts.ts'
import { innerOf, membersOf, typeOf } from './outline.ts'
import { parseJson } from './parse.ts'
import { asRecord, listsOfCells, recordsAt, type Open } from './readings.ts'
import type { Records } from './record.ts'
import { JsonSplitter, type JsonSlice } from './splitter.ts'
import { at } from '../../../../shared/at.ts'
import { say } from '../../../../shared/said.ts'

const headBytes = 256 * 1024
const deepestWrapping = 3
const mostWrappers = 20

/**
 * Finds out how the records lie in a JSON text: a list, objects one after the other, one of the layouts that pandas
 * writes, lists under the names of parts or labels, or any of these within an object.
 * @throws LastlayerError `dataset` if there are none
 */
export async function findRecords(path: string, open: Open): Promise<Records> {
  try {
    return await recordsIn(path, open)
  } catch (error) {
    throw notJson(path, error)
  }
}

async function recordsIn(path: string, open: Open): Promise<Records> {
  const head = withoutMark(await headOf(open(), headBytes))
  const roots = rootsOf(path, head)
  const first = at(roots, 0)
  if (roots.length > 1) {
    const isOfLists = typeOf(first) === 'array'
    if (!isOfLists) return { layout: null, read: () => recordsAt(open, [], 0, asRecord) }
    return listsOfCells(roots, (make) => recordsAt(open, [], 0, make), say('a list of cells for each row'))
  }
  if (typeOf(first) === 'object') return await inObject(path, open, [])
  const items = innerOf(head)
  const types = new Set(items.map(typeOf))
  if (types.has('object') || items.length === 0) {
    return { layout: null, read: () => recordsAt(open, [], 1, asRecord) }
  }
  if (types.has('array')) {
    return listsOfCells(items, (make) => recordsAt(open, [], 1, make), say('a list of cells for each row'))
  }
  throw new LastlayerError('dataset', `${path} is a list of single values: it needs objects with a text and a label.`)
}

async function inObject(path: string, open: Open, pointer: readonly string[]): Promise<Records> {
  const members = await membersOf(open(), pointer)
  for (const layout of objectLayouts) {
    const found = layout({ path, open, pointer, members })
    if (found !== null) return found
  }
  const wrappers = members.filter(({ type, isEmpty }) => type === 'object' && !isEmpty).slice(0, mostWrappers)
  if (pointer.length < deepestWrapping) {
    for (const { name } of wrappers) {
      const found = await inObject(path, open, [...pointer, name]).catch(() => null)
      if (found !== null) return found
    }
  }
  if (pointer.length === 0 && members.some(({ type }) => type === 'string')) {
    return { layout: say('one object alone'), read: () => recordsAt(open, [], 0, asRecord) }
  }
  const names = members.slice(0, 5).map(({ name }) => JSON.stringify(name))
  const what = names.length === 0 ? 'is an empty object' : `is an object of ${names.join(', ')}`
  throw new LastlayerError('dataset', `${path} ${what}, without a list of examples: write it as JSON Lines.`)
}

/** The whole values that the beginning of a text consists of, and the one that it ends in. */
function rootsOf(path: string, head: Buffer): JsonSlice[] {
  const splitter = new JsonSplitter(0)
  const roots = [...splitter.push(head), ...splitter.end()]
  const [first] = roots
  if (first === undefined)
    throw new LastlayerError('dataset', `${path} is empty: it needs rows with a text and a label.`)
  const parsed = roots.length > 1 ? parseJson(first.bytes) : null
  if (parsed !== null && 'reason' in parsed) throw new Error(parsed.reason)
  return roots
}

function notJson(path: string, error: unknown): LastlayerError {
  if (error instanceof LastlayerError) return error
  return new LastlayerError('dataset', `${path} is not JSON: ${reasonOf(error)}.`, { cause: error })
}

function withoutMark(head: Buffer): Buffer {
  return head.length >= 3 && head.readUIntBE(0, 3) === 0xefbbbf ? head.subarray(3) : head
}
