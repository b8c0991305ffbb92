/** How the lines of a delimited table are cut into fields. */
export interface Dialect {
  /** One character or several; null for a file of one column. */
  readonly delimiter: string | null
  /** Whether a backslash makes a quote, a delimiter or a backslash after it a plain character. */
  readonly backslash: boolean
  /** What encloses fields. */
  readonly quote: '"' | "'"
  /** Whether quotes that do not enclose a whole field are plain characters. */
  readonly literalQuotes: boolean
}

export interface Split {
  readonly fields: string[]
  /** Whether the last field opens a quote and does not close it. */
  readonly open: boolean
  /** Whether quotes enclose whole fields, and nothing but blanks stands outside them. */
  readonly clean: boolean
}

/**
 * Cuts a record into its fields as Excel and pandas do: a quote begins a field or is a plain character, a quote within
 * quotes is doubled, blanks before an opening quote are passed over, and what follows a closing quote belongs to the field.
 */
export function splitFields(record: string, { delimiter, backslash, quote: mark }: Dialect): Split {
  const escapes = backslash && record.includes('\\')
  if (!escapes && !record.includes(mark)) {
    return { fields: delimiter === null ? [record] : record.split(delimiter), open: false, clean: true }
  }
  const plain = (text: string) =>
    escapes ? text.replace(doubled[mark], unescaped) : text.replaceAll(mark + mark, mark)
  const unescaped = (whole: string, next: string | undefined) =>
    next === undefined ? mark : next === mark || next === '\\' || next === delimiter ? next : whole
  const fields: string[] = []
  let clean = true
  for (let start = 0; ;) {
    const quote = start + blanksAt(record, start, delimiter)
    const isQuoted = record[quote] === mark
    const close = isQuoted ? endOfQuotes(record, quote + 1, mark, escapes) : start - 1
    if (close < 0 && isQuoted) return { fields: [...fields, plain(record.slice(quote + 1))], open: true, clean }
    const end = endOfField(record, close + 1, delimiter, escapes)
    const outside = record.slice(close + 1, end)
    if (!isQuoted) fields.push(escapes ? outside.replace(/\\(.)/gs, unescaped) : outside)
    else {
      const isBlank = outside.trim() === ''
      clean &&= isBlank
      fields.push(plain(record.slice(quote + 1, close)) + (isBlank ? '' : outside))
    }
    if (end === record.length || delimiter === null) return { fields, open: false, clean }
    start = end + delimiter.length
  }
}

/** A quote that is doubled, or whatever a backslash precedes. */
const doubled = { '"': /\\(.)|""/gs, "'": /\\(.)|''/gs } as const

/** How many blanks stand at a place: spaces and tabs that are not of the delimiter. */
function blanksAt(record: string, place: number, delimiter: string | null): number {
  let end = place
  for (let one = record[end]; one === ' ' || one === '\t'; one = record[++end]) if (delimiter?.includes(one)) break
  return end - place
}

/** Where the quote stands that closes a field; -1 for nowhere. */
function endOfQuotes(record: string, from: number, mark: string, escapes: boolean): number {
  for (let end = record.indexOf(mark, from); end >= 0; end = record.indexOf(mark, end)) {
    if (escapes && isEscaped(record, end, from)) end += 1
    else if (record[end + 1] === mark) end += 2
    else return end
  }
  return -1
}

function endOfField(record: string, from: number, delimiter: string | null, escapes: boolean): number {
  if (delimiter === null) return record.length
  let end = record.indexOf(delimiter, from)
  while (escapes && end >= 0 && isEscaped(record, end, from)) end = record.indexOf(delimiter, end + 1)
  return end < 0 ? record.length : end
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(record: string, place: number, from: number): boolean {
  let start = place
  while (start > from && record[start - 1] === '\\') start--
  return (place - start) % 2 === 1
}
