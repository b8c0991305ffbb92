import type { Line } from '../bytes/lines.ts'
import type { Dialect } from './fields.ts'

/** What the top of a file of Weka (ARFF) says of its table. */
export interface Arff {
  readonly columns: readonly string[]
  /** The line `@data`, below which the rows are. */
  readonly line: number
  readonly dialect: Dialect
}

/** Reads the top of an ARFF file; null where it is none. */
export function arffOf(lines: readonly Line[]): Arff | null {
  const texts = lines.map(({ number, bytes }) => ({ number, text: bytes?.toString() ?? '' }))
  const data = texts.find(({ text }) => /^\s*@data\s*$/i.test(text))
  if (data === undefined || !texts.some(({ text }) => /^\s*@relation\s/i.test(text))) return null
  const above = texts.filter(({ number }) => number < data.number)
  const columns = above.flatMap(({ text }) => {
    const [, single, double, plain] = attribute.exec(text) ?? []
    const name = single ?? double ?? plain
    return name === undefined ? [] : [name]
  })
  const rows = texts.filter(({ number }) => number > data.number).map(({ text }) => text)
  const isSingle = rows.some((text) => /(?:^|,)\s*'/.test(text)) && !rows.some((text) => /(?:^|,)\s*"/.test(text))
  const dialect: Dialect = { delimiter: ',', backslash: true, quote: isSingle ? "'" : '"', literalQuotes: false }
  return columns.length === 0 ? null : { columns, line: data.number, dialect }
}

const attribute = /^\s*@attribute\s+(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\S+))\s/i
