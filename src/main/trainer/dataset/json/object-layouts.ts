import type { Split } from '../../../../shared/dataset-summary.ts'
import type { JsonType, Member } from './outline.ts'
import { asCells, asRecord, listsOfCells, recordsAt, sideBySide, type Open } from './readings.ts'
import type { JsonRecord, Records } from './record.ts'
import { at } from '../../../../shared/at.ts'
import { join, say } from '../../../../shared/said.ts'
import { quote } from '../survey/say.ts'

interface Given {
  /** Of the file. */
  readonly path: string
  readonly open: Open
  /** Where in it the object lies. */
  readonly pointer: readonly string[]
  readonly members: readonly Member[]
}

type Layout = (given: Given) => Records | null

/** pandas, orient="split": names of columns, and lists of cells. */
const split: Layout = ({ open, pointer, members }) => {
  const columns = members.find(({ name }) => name === 'columns')
  const data = members.find(({ name }) => name === 'data')
  if (columns?.type !== 'array' || data?.type !== 'array' || !holds(data, 'array')) return null
  const names = columns.inner.map(({ value }, i) => String(value ?? `column ${i + 1}`))
  const read = () => recordsAt(open, [...pointer, 'data'], pointer.length + 2, asCells(names))
  return { layout: say('names of columns and lists of cells'), read }
}

/** Lists of records: one, one for each part, or the longest; so also pandas, orient="table". */
const lists: Layout = ({ open, pointer, members }) => {
  const found = members.filter((one) => one.type === 'array' && (holds(one, 'object') || holds(one, 'array')))
  if (found.length === 0) return null
  const parts = found.filter(({ name }) => partOf(name) !== null)
  const taken = parts.length > 1 ? parts : [found.reduce((best, one) => (one.size > best.size ? one : best))]
  const depth = pointer.length + 2
  const where = taken.map(({ name }) => quote([...pointer, name].join('.')))
  const layout = say(
    { one: 'the list {{lists}} in one object', other: 'the lists {{lists}} in one object' },
    { count: where.length, lists: join(where, ', ') },
  )
  const read = (make: Parameters<typeof recordsAt>[3]) =>
    oneAfterTheOther(
      taken.map(({ name }) => {
        const part = parts.length > 1 ? (partOf(name) ?? undefined) : undefined
        return () => recordsAt(open, [...pointer, name], depth, make, part)
      }),
    )
  if (taken.some((one) => holds(one, 'object'))) return { layout, read: () => read(asRecord) }
  return listsOfCells(at(taken, 0).slices, read, layout)
}

/** A list of cells for each column, or a list of texts for each label. */
const columns: Layout = ({ path, open, pointer, members }) => {
  const filled = members.filter(({ isEmpty }) => !isEmpty)
  if (pointer.length > 0 || filled.length < 2 || filled.some(({ type }) => type !== 'array')) return null
  const names = filled.map(({ name }) => name)
  const areTexts = filled.every(({ inner }) => inner.every(({ type }) => type === 'string'))
  if (!areTexts || names.some(isColumnName)) {
    return { layout: say('a list of cells for each column'), read: () => sideBySide(open, path, names) }
  }
  const read = () => recordsAt(open, [], 2, (text, [label]) => ({ text, label }))
  return { layout: say('a list of texts for each label'), read }
}

/** pandas, orient="index": an object for each row; or "columns": an object for each column, of row names and cells. */
const objects: Layout = ({ path, open, pointer, members }) => {
  const filled = members.filter(({ isEmpty }) => !isEmpty)
  if (pointer.length > 0 || filled.length < 2 || filled.some(({ type }) => type !== 'object')) return null
  if (filled.some(({ inner }) => inner.some(({ type, value }) => type === 'array' && isListOfObjects(value))))
    return null
  const outer = filled.map(({ name }) => name)
  const inner = at(filled, 0).inner.map(({ key }) => String(key))
  const arePlain = filled.every((one) => one.inner.every(({ type }) => type === 'string' || type === 'plain'))
  const areColumns = arePlain && (outer.some(isColumnName) || inner.every(isRowNumber)) && !inner.some(isColumnName)
  if (areColumns)
    return { layout: say('an object of cells for each column'), read: () => sideBySide(open, path, outer) }
  const second = new Set(at(filled, 1).inner.map(({ key }) => String(key)))
  if (!inner.some((name) => second.has(name))) return null
  return { layout: say('an object for each row'), read: () => recordsAt(open, [], 1, asRecord) }
}

/** An object whose names are the texts and whose values are the labels. */
const labelOfText: Layout = ({ open, pointer, members }) => {
  const arePlain = members.every(({ type }) => type === 'string' || type === 'plain')
  const long = members.filter(({ name }) => name.length > 15 || /\S\s+\S/.test(name))
  if (pointer.length > 0 || members.length < 4 || !arePlain || long.length < 0.75 * members.length) return null
  return {
    layout: say('texts with their labels'),
    read: () => recordsAt(open, [], 1, (label, [text]) => ({ text, label })),
  }
}

/** How the records may lie in an object; the first that fits is taken. */
export const objectLayouts: readonly Layout[] = [split, lists, columns, objects, labelOfText]

function holds(member: Member, type: JsonType): boolean {
  return member.inner.some((one) => one.type === type)
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === 'object'
}

function isRowNumber(name: string): boolean {
  return /^\d+$/.test(name)
}

function isColumnName(name: string): boolean {
  return /^(id|index|idx)$|text|label|sentence|review|comment|content|body|message|title|class|categor|sentiment|target|score|rating/i.test(name) // prettier-ignore
}

function partOf(name: string): Split | null {
  const [, word] =
    /(?:^|[_\-. ])(train|training|validation|valid|val|dev|test|testing|eval|evaluation)$/i.exec(name) ?? []
  if (word === undefined) return null
  return /^tr/i.test(word) ? 'train' : /^[vd]/i.test(word) ? 'validation' : 'test'
}

async function* oneAfterTheOther(
  readers: readonly (() => AsyncIterable<readonly JsonRecord[]>)[],
): AsyncGenerator<readonly JsonRecord[]> {
  for (const read of readers) yield* read()
}
