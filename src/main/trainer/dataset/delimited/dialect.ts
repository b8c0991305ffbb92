import type { Line } from '../bytes/lines.ts'
import { areBlankSeparated } from '../bytes/text-shape.ts'
import { at } from '../../../../shared/at.ts'
import { arffOf, type Arff } from './arff.ts'
import type { Dialect } from './fields.ts'
import { readRecords, type TableRecord } from './records.ts'

/** What the beginning of a delimited file shows of it. */
export interface Beginning {
  readonly dialect: Dialect
  readonly records: readonly TableRecord[]
  /** The commonest number of fields above one, else one. */
  readonly width: number
  /** How many records at the top are no rows, but tell the delimiter to Excel. */
  readonly preface: number
  /** What says which columns there are, in a file of Weka. */
  readonly arff?: Arff
}

const singles = ['\t', ',', ';', '|', '^', '~', '\x01', '\x1f', '¦', '§']

/**
 * Tells how the lines of a file are cut into fields: by the delimiter, quotes honoured, that gives most of them the same
 * number, and by whether its quotes are escaped with backslashes.
 * @param wanted the delimiter that a person says
 */
export async function chooseDialect(
  lines: readonly Line[],
  encoding: string,
  wanted: string | null = null,
): Promise<Beginning> {
  const arff = arffOf(lines)
  if (arff !== null) return { ...(await begin(lines, encoding, arff.dialect)), preface: 0, arff }
  const inFile = await toldDelimiter(lines, encoding)
  const preface = inFile === null ? 0 : 1
  const latin = lines.map(({ bytes }) => bytes?.toString('latin1').replace(/\r$/, '') ?? '')
  const text = latin.join('\n')
  const told = wanted ?? inFile ?? (areBlankSeparated(latin) ? ' ' : null)
  const quote = areSingleQuoted(latin) ? "'" : '"'
  const delimiters = told === null ? [...runsIn(lines), ...singles] : [told]
  const escapes = text.includes('\\') ? [false, true] : [false]
  let best: (Beginning & { readonly merit: readonly number[] }) | null = null
  for (const delimiter of delimiters) {
    if (!text.includes(Buffer.from(delimiter).toString('latin1'))) continue
    for (const backslash of escapes) {
      const begun = await begin(lines, encoding, { delimiter, backslash, quote, literalQuotes: delimiter === '\t' })
      if (told === null && !begun.isTable) continue
      if (best === null || isMore(begun.merit, best.merit)) best = { ...begun, preface }
    }
  }
  const oneColumn: Dialect = { delimiter: null, backslash: false, quote, literalQuotes: false }
  return best ?? { ...(await begin(lines, encoding, oneColumn)), preface }
}

/** Whether single quotes enclose fields, as many as there are lines or nearly so, and double ones do not. */
function areSingleQuoted(lines: readonly string[]): boolean {
  const text = lines.join('\n')
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0
  const opened = count(/(?:^|[,;|\t]) *'/gm)
  const closed = count(/' *(?:[,;|\t]|$)/gm)
  const isOften = opened > 1 && opened >= 0.6 * (lines.length - 1) && closed >= 0.9 * opened
  return isOften && !/(?:^|[,;|\t]) *"/m.test(text)
}

/** The delimiter that a first line `sep=;` gives. */
async function toldDelimiter(lines: readonly Line[], encoding: string): Promise<string | null> {
  const whole: Dialect = { delimiter: null, backslash: false, quote: '"', literalQuotes: false }
  for await (const [record] of readRecords([lines], { dialect: whole, encoding, width: null })) {
    if (record === undefined) continue
    const told = 'fields' in record ? /^"?sep=(\\t|.{1,4}?)"?\s*$/i.exec(at(record.fields, 0))?.[1] : undefined
    return told?.replace('\\t', '\t') ?? null
  }
  return null
}

/** What stands between words in the first line or in most lines, such as `::`, `|||` and `|~|`. */
function runsIn(lines: readonly Line[]): string[] {
  const found = lines.slice(0, 30).map(({ bytes }) => new Set(bytes?.toString().match(run)))
  const counts = new Map<string, number>()
  for (const one of found.flatMap((runs) => [...runs])) counts.set(one, (counts.get(one) ?? 0) + 1)
  const first = found.find((runs) => runs.size > 0)
  const often = [...counts].filter(([one, count]) => count > found.length / 2 || first?.has(one) === true)
  return often.map(([one]) => one).slice(0, 8)
}
const run = /[^\p{L}\p{M}\p{N}"' ._\-()?!\r\n\ufeff]{2,4}/gu

async function begin(
  lines: readonly Line[],
  encoding: string,
  dialect: Dialect,
): Promise<Omit<Beginning, 'preface'> & { isTable: boolean; merit: number[] }> {
  const records: TableRecord[] = []
  for await (const some of readRecords([lines], { dialect, encoding, width: null })) records.push(...some)
  const rows = records.flatMap((record) => ('fields' in record ? [record] : []))
  const width = commonest(rows.map(({ fields }) => fields.length).filter((count) => count > 1))
  const fitting = rows.filter(({ fields, clean }) => clean && fields.length === width)
  const share = fitting.length / Math.max(1, records.length)
  const hasHeader = (rows.find(({ fields }) => !isComment(fields))?.fields.length ?? 0) > 1
  // What a few broken rows cost decides nothing.
  const merit = [Math.round(share * 10) + (hasHeader ? 5 : 0), columnsThatTell(fitting.filter(hasWords), width), -width]
  return { dialect, records, width, isTable: width > 1 && (hasHeader || share >= 0.7), merit }
}

/** Whether a record is a comment, as those above a header are. */
export function isComment(fields: readonly string[]): boolean {
  return /^\s*(#|%|\/\/)/.test(fields[0] ?? '')
}

/** Whether there is more in a record than delimiters. */
function hasWords({ fields }: { readonly fields: readonly string[] }): boolean {
  return fields.some((field) => /[\p{L}\p{N}]/u.test(field))
}

/** How many columns hold more than one value: half of `||` taken for a delimiter leaves a column of nothing. */
function columnsThatTell(rows: readonly { readonly fields: readonly string[] }[], width: number): number {
  const columns = Array.from({ length: Math.min(width, 1000) }, (_, i) => i)
  return columns.filter((i) => rows.some(({ fields }) => fields[i] !== rows.at(0)?.fields[i])).length
}

/** The commonest of some numbers, the largest of these; 1 of none. */
function commonest(numbers: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || b - a).at(0)?.[0] ?? 1
}

function isMore(merit: readonly number[], than: readonly number[]): boolean {
  const place = merit.findIndex((value, i) => value !== than[i])
  return place >= 0 && at(merit, place) > at(than, place)
}
