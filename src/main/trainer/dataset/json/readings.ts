import type { Split } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { type Said } from '../../../../shared/said.ts'
import { parseJson } from './parse.ts'
import { leadsTo, startsWith } from './outline.ts'
import { eachOf, fieldsOf, isFields, type Fields, type JsonRecord, type Records } from './record.ts'
import { sliceJson, type JsonSlice, type Key } from './splitter.ts'

/** Opens the bytes of a JSON text, as UTF-8, from the beginning. */
export type Open = () => AsyncIterable<Buffer>

/** What a record is made of: a value and the keys that lead to it. */
export type Make = (value: unknown, path: readonly Key[]) => Fields | string

/** The values that lie right below a path, each made a record; the path of a text of several values is empty, at depth 0. */
export async function* recordsAt(
  open: Open,
  path: readonly Key[],
  depth: number,
  make: Make,
  split?: Split,
): AsyncGenerator<readonly JsonRecord[]> {
  const recordOf = (slice: JsonSlice): JsonRecord => {
    const own = make === asRecord && slice.bytes !== null ? { own: slice.bytes } : {}
    return { line: slice.line, ...(split && { split }), ...own, ...readSlice(slice, make) }
  }
  const isWanted = (slice: JsonSlice) => depth === 0 || (slice.root === 0 && startsWith(slice.path, path))
  for await (const slices of sliceJson(open(), depth, leadsTo(path))) yield slices.filter(isWanted).map(recordOf)
}

function readSlice(slice: JsonSlice, make: Make): { fields: Fields } | { reason: string } {
  if (slice.isCut) return { reason: 'The file ends within this value: it is cut short.' }
  const parsed = parseJson(slice.bytes)
  if ('reason' in parsed) return parsed
  const made = make(parsed.value, slice.path)
  return typeof made === 'string' ? { reason: made } : { fields: made }
}

/** An object as a record. */
export const asRecord: Make = (value) => (isFields(value) ? value : 'Not a JSON object.')

/**
 * Lists of cells as records, under the names in the first of them where it holds names.
 * @param first some of the lists
 */
export function listsOfCells(
  first: readonly JsonSlice[],
  read: (make: Make) => AsyncIterable<readonly JsonRecord[]>,
  layout: Said,
): Records {
  const rows = first.flatMap(({ bytes }) => {
    const parsed = bytes === null ? null : parseJson(bytes)
    return parsed !== null && 'value' in parsed && Array.isArray(parsed.value) ? [parsed.value as unknown[]] : []
  })
  const width = Math.max(...rows.map(({ length }) => length), 0)
  const names = headerOf(rows)
  const make = asCells(names ?? Array.from({ length: width }, (_, i) => `column ${i + 1}`))
  return { layout, read: () => (names === null ? read(make) : withoutFirst(read(make))) }
}

/** The first row, if it is a header: words that the rows below it do not have. */
function headerOf([first, ...others]: readonly (readonly unknown[])[]): string[] | null {
  if (first === undefined || others.length === 0) return null
  const areNames = first.every((cell) => typeof cell === 'string' && cell.trim() !== '' && cell.length < 50)
  const isKnown = first.some((cell, i) => others.some((row) => row[i] === cell))
  const lengths = others.map((row) => Math.max(...row.map((cell) => String(cell).length)))
  const longest = Math.max(...first.map((cell) => String(cell).length))
  const isShort = lengths.filter((length) => length > longest).length > lengths.length / 2
  return areNames && !isKnown && isShort && new Set(first).size === first.length ? first.map(String) : null
}

async function* withoutFirst(records: AsyncIterable<readonly JsonRecord[]>): AsyncGenerator<readonly JsonRecord[]> {
  let isFirst = true
  for await (const some of records) {
    yield isFirst ? some.slice(1) : some
    isFirst &&= some.length === 0
  }
}

/** A list of cells as a record of these names. */
export function asCells(names: readonly string[]): Make {
  return (value) => {
    if (!Array.isArray(value)) return 'Not a list of cells.'
    if (value.length > names.length) return `Has ${value.length} cells where there are ${names.length} columns.`
    return fieldsOf(names, value)
  }
}

/**
 * Columns that lie one after the other, as lists or as objects of row names, put beside each other.
 * @throws LastlayerError `dataset` if they are not equally long
 */
export async function* sideBySide(
  open: Open,
  path: string,
  columns: readonly string[],
): AsyncGenerator<readonly JsonRecord[]> {
  const readers = columns.map((column) => eachOf(recordsAt(open, [column], 2, (value) => ({ value }))))
  try {
    for (let line = 1; ; line++) {
      const cells = await Promise.all(readers.map(async (reader) => await reader.next()))
      const ended = cells.filter(({ done }) => done).length
      if (ended === cells.length) return
      if (ended > 0) {
        const message = `${path} has columns of different lengths: row ${line} is in some only. Write it as JSON Lines.`
        throw new LastlayerError('dataset', message)
      }
      const values = cells.map(({ value }) =>
        value !== undefined && 'fields' in value ? value.fields.value : undefined,
      )
      yield [{ line, fields: fieldsOf(columns, values) }]
    }
  } finally {
    for (const reader of readers) await reader.return(undefined)
  }
}
