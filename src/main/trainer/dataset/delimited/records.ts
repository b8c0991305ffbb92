import { maxTextBytes, tooLong } from '../bytes/files.ts'
import type { Line } from '../bytes/lines.ts'
import { decodeText } from '../rows/clean.ts'
import { at } from '../../../../shared/at.ts'
import { splitFields, type Dialect, type Split } from './fields.ts'

/**
 * The fields of one record, or why it has none, as a sentence for the person; `line` is where it begins, `clean` whether
 * its quotes enclose whole fields.
 */
export type TableRecord =
  | { readonly line: number; readonly fields: readonly string[]; readonly clean: boolean }
  | { readonly line: number; readonly reason: string }

export interface RecordOptions {
  readonly dialect: Dialect
  /** What the lines were before they became UTF-8. */
  readonly encoding: string
  /** How many fields a record has, and from which record on, counted from 0; null where it is not known yet. */
  readonly width: { readonly fields: number; readonly from: number } | null
}

/** A line that was read: its text, and why that cannot be used. */
interface Read {
  readonly number: number
  readonly text: string
  readonly fault: string | null
}

/**
 * Reads records, some at a time as their lines come, which take as many lines as their quotes need. If several lines do not make a record after all, the
 * first one is given up and reading goes on with the second: a forgotten quote costs one line, not the rest of the file.
 */
export async function* readRecords(
  lines: AsyncIterable<readonly Line[]> | Iterable<readonly Line[]>,
  { dialect, encoding, width }: RecordOptions,
): AsyncGenerator<readonly TableRecord[]> {
  const again: Read[] = [] // lines to be read once more, the next one last
  let open: Read[] = [] // lines of the record that is being read
  let size = 0 // of the open lines, in characters
  let count = 0

  const expected = () => (width !== null && count >= width.from ? width.fields : null)
  const giveUp = (): TableRecord => {
    const first = at(open, 0)
    for (let i = open.length - 1; i > 0; i--) again.push(at(open, i))
    open = []
    return alone(first, dialect)
  }
  const begin = (next: Read): readonly TableRecord[] => {
    const { number: line, text, fault } = next
    const split = unwrapped(splitFields(withoutReturn(text), dialect), text, dialect)
    if (split.open && fault !== tooLong) {
      open = [next]
      size = text.length
      return none
    }
    if (fault !== null || (dialect.literalQuotes && !split.clean)) return [alone(next, dialect)]
    return splitAtReturns(split.fields, text, expected(), dialect).map((fields) => ({
      line,
      fields,
      clean: split.clean,
    }))
  }
  const goOn = (next: Read): readonly TableRecord[] => {
    open.push(next)
    size += next.text.length + 1
    // As if the field that is open began here.
    const rest = next.text.includes(dialect.quote)
      ? splitFields(dialect.quote + withoutReturn(next.text), dialect)
      : null
    if (size > maxTextBytes || next.fault === tooLong || rest?.clean === false) return [giveUp()]
    if (rest?.open !== false) return none
    const record = together(open, expected(), dialect)
    if (record === null) return [giveUp()]
    open = []
    return [record]
  }

  function* pending(): Generator<TableRecord> {
    for (let next = again.pop(); next !== undefined; next = again.pop()) {
      if (open.length === 0 && next.fault === null && !/\S/.test(next.text)) continue
      for (const record of open.length === 0 ? begin(next) : goOn(next)) {
        yield record
        count++
      }
    }
  }

  for await (const some of lines) {
    const records: TableRecord[] = []
    for (const line of some) {
      const next = readLine(line, encoding)
      // Nearly all lines are records of their own: they take no way round.
      const whole = open.length === 0 ? plainRecord(next, dialect) : null
      if (whole === null) {
        again.push(next)
        for (const record of pending()) records.push(record)
      } else {
        records.push(whole)
        count++
      }
    }
    yield records
  }
  while (open.length > 0) {
    yield [giveUp()]
    count++
    yield [...pending()]
  }
}

const none: readonly TableRecord[] = []

function readLine({ number, bytes }: Line, encoding: string): Read {
  if (bytes === null) return { number, text: '', fault: tooLong }
  const decoded = decodeText(bytes, encoding)
  // Quotes and delimiters are the same in Latin-1, which every byte is.
  return 'text' in decoded
    ? { number, text: decoded.text, fault: null }
    : { number, text: bytes.toString('latin1'), fault: decoded.reason }
}

/** A line as a record if it is one by itself: whole, without faults, and not blank. */
function plainRecord({ number: line, text, fault }: Read, dialect: Dialect): TableRecord | null {
  if (fault !== null || !/\S/.test(text)) return null
  const record = withoutReturn(text)
  if (record.includes('\r')) return null
  const { fields, open, clean } = unwrapped(splitFields(record, dialect), text, dialect)
  return open || (dialect.literalQuotes && !clean) ? null : { line, fields, clean }
}

/**
 * The fields of a line that Excel took for one cell and enclosed once more, its quotes doubled, as it writes a table that
 * it opened with another separator.
 */
function unwrapped(split: Split, text: string, dialect: Dialect): Split {
  const { quote, delimiter } = dialect
  const [whole] = split.fields
  if (delimiter === null || whole === undefined || split.fields.length > 1 || split.open || !split.clean) return split
  const isEnclosed = text.trimStart().startsWith(quote) && whole.includes(quote)
  if (!isEnclosed || !(whole.startsWith(quote) || whole.includes(delimiter + quote))) return split
  const inner = splitFields(whole, dialect)
  return inner.open || !inner.clean ? split : inner
}

/** One line as a record of its own, whatever its quotes. */
function alone({ number: line, text, fault }: Read, dialect: Dialect): TableRecord {
  if (fault !== null) return { line, reason: fault }
  const record = withoutReturn(text)
  const { fields, open, clean } = splitFields(record, dialect)
  if (dialect.literalQuotes && (open || !clean))
    return { line, fields: record.split(dialect.delimiter ?? '\n'), clean: true }
  return open ? { line, reason: `A quote (${dialect.quote}) is opened and never closed.` } : { line, fields, clean }
}

/** Several lines as one record; null if they do not make one. */
function together(lines: readonly Read[], width: number | null, dialect: Dialect): TableRecord | null {
  const { delimiter, literalQuotes } = dialect
  const isWhole = ({ text }: Read) => width !== null && text.split(delimiter ?? '\n').length === width
  if (literalQuotes && lines.every(isWhole)) return null
  const { fields, open, clean } = splitFields(withoutReturn(lines.map(({ text }) => text).join('\n')), dialect)
  if (open || !clean || (width !== null && !fits(fields, width))) return null
  const line = at(lines, 0).number
  const fault = lines.find((one) => one.fault !== null)?.fault ?? null
  return fault === null ? { line, fields, clean } : { line, reason: fault }
}

/** Whether a record has no more fields than there are columns, empty ones aside. */
export function fits(fields: readonly string[], width: number): boolean {
  return fields.length <= width || fields.slice(width).every((field) => field.trim() === '')
}

/** A line is several records if CR ended them, as a file put together from others may have it. */
function splitAtReturns(fields: string[], text: string, width: number | null, dialect: Dialect): string[][] {
  const whole = withoutReturn(text)
  if (!whole.includes('\r') || fields.length === width) return [fields]
  const parts = whole.split('\r').map((part) => splitFields(part, dialect))
  const wanted = width ?? parts.at(0)?.fields.length ?? 0
  const areWhole = parts.every(({ fields, open, clean }) => fields.length === wanted && !open && clean)
  return areWhole && wanted > 1 ? parts.map((part) => part.fields) : [fields]
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text
}
