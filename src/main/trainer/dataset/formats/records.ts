import { CsvError, parse } from 'csv-parse/sync'
import { decodeText, type Decoded } from '../rows/clean.ts'
import { maxTextBytes, tooLong } from '../bytes/files.ts'
import { isBlank, readLines, type Line } from '../bytes/lines.ts'
import { at } from '../../../../shared/at.ts'

/** The fields of one record, or why it has none, as a sentence for the person. */
export type Fields = { readonly fields: readonly string[] } | { readonly reason: string }

export interface Dialect {
  readonly delimiter: string
  /** Whether quotes that do not enclose a whole field are plain characters instead of an error. */
  readonly literalQuotes: boolean
}

/** The line of a file on which its header stands, and how many columns that has. */
export interface Header {
  readonly line: number
  readonly width: number
}

/**
 * Reads the records that follow the header; `line` is where each begins. A record takes lines until its quotes are
 * even. If that is not a record after all, its first line is given up and reading goes on with the second one: a
 * forgotten quote costs one line, not the rest of the file.
 */
export async function* readRecords(
  path: string,
  header: Header,
  dialect: Dialect,
): AsyncGenerator<Fields & { readonly line: number }> {
  const lines = readLines(path)
  const again: Line[] = [] // lines to be read once more, the next one last
  let open: Line[] = [] // lines of the record that is being read
  let size = 0 // of the open lines, in bytes

  const settle = (record: Fields | null) => {
    const settled = { line: at(open, 0).number, ...(record ?? splitAlone(at(open, 0), dialect)) }
    if (record === null) for (let i = open.length - 1; i > 0; i--) again.push(at(open, i))
    open = []
    size = 0
    return settled
  }

  try {
    for (;;) {
      const line = again.pop() ?? (await lines.next()).value
      if (!line) {
        if (open.length === 0) return
        yield settle(null)
      } else if (line.number > header.line && !(open.length === 0 && isBlank(line))) {
        open.push(line)
        size += line.bytes === null ? Infinity : line.bytes.length + 1
        const even = hasOddQuotes(line) === open.length > 1
        if (size > maxTextBytes) yield settle(null)
        else if (even) yield settle(open.length > 1 ? splitTogether(open, header.width, dialect) : null)
      }
    }
  } finally {
    await lines.return(undefined)
  }
}

/** Splits one line into its fields. */
export function splitAlone({ bytes }: Line, dialect: Dialect): Fields {
  const decoded: Decoded = bytes === null ? { reason: tooLong } : decodeText(bytes)
  if ('reason' in decoded) return decoded
  const record = decoded.text.replace(/\r$/, '')
  const fields = split(record, dialect.delimiter)
  return 'reason' in fields && dialect.literalQuotes ? { fields: record.split(dialect.delimiter) } : fields
}

/** Splits several lines as one record; null if their quotes and delimiters do not make one. */
function splitTogether(lines: readonly Line[], width: number, { delimiter, literalQuotes }: Dialect): Fields | null {
  const bytes = Buffer.concat(lines.flatMap((line) => [line.bytes ?? lineFeed, lineFeed]))
  const decoded = decodeText(bytes)
  // Quotes and delimiters are the same in Latin-1, which every byte is.
  const record = ('text' in decoded ? decoded.text : bytes.toString('latin1')).replace(/\r?\n$/, '')
  const eachWhole = () => record.split('\n').every((line) => line.split(delimiter).length === width)
  if (literalQuotes && eachWhole()) return null
  const fields = split(record, delimiter)
  if ('reason' in fields) return null
  return 'reason' in decoded ? decoded : fields
}

function split(record: string, delimiter: string): Fields {
  if (!record.includes('"')) return { fields: record.split(delimiter) }
  try {
    const records: string[][] = parse(record, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      max_record_size: 0,
    })
    return records.length === 1 ? { fields: at(records, 0) } : { reason: 'Its quotes (") do not enclose whole fields.' }
  } catch (error) {
    if (error instanceof CsvError) return { reason: faults[error.code] ?? 'Its quotes (") cannot be read.' }
    throw error
  }
}

const faults: Readonly<Record<string, string>> = {
  INVALID_OPENING_QUOTE: 'A quote (") stands inside a field that does not begin with one: enclose it and write "".',
  CSV_INVALID_CLOSING_QUOTE: 'A quote (") inside a quoted field must be written "".',
  CSV_QUOTE_NOT_CLOSED: 'A quote (") is opened and never closed.',
}

const lineFeed = Buffer.from('\n')

function hasOddQuotes({ bytes }: Line): boolean {
  let odd = false
  for (let at = bytes?.indexOf('"') ?? -1; at >= 0; at = bytes?.indexOf('"', at + 1) ?? -1) odd = !odd
  return odd
}
