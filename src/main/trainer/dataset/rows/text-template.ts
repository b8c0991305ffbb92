import { parse } from 'csv-parse/sync'
import { LastlayerError } from '../../../../shared/errors.ts'
import { isMissing } from './missing.ts'
import { at } from '../../../../shared/at.ts'

/** The columns that a text is made of, and how. */
export interface TextColumns {
  /** All different, in the order in which they stand in the text first. */
  readonly columns: readonly string[]
  /** What the text begins and ends with. */
  readonly start: string
  readonly end: string
  /** The cells in their order, each with what stands before it where another does. */
  readonly pieces: readonly { readonly before: string; readonly column: string }[]
  /** The text of a row, whose cells stand in the order of `columns`. Empty cells are skipped; all empty give ''. */
  join(cells: readonly string[]): string
}

/**
 * Reads what --text-column was given: the name of a column, several with commas between them (`title,body`, a name with
 * a comma in quotes), which are joined by line breaks, or a template (`{title}: {body}`, with `{{` for a brace). A name
 * is found as it is, else in any case of letters.
 * @throws LastlayerError `dataset` for a column that is not there; `table` names the file in it
 */
export function parseTextColumns(spec: string, columns: readonly string[], table = 'The table'): TextColumns {
  const whole = findColumn(spec, columns)
  if (whole !== null) return textColumns('', [{ before: '', column: whole }], '')
  const { start, pieces, end } = readTextColumns(spec)
  const found = pieces.map(({ before, column: name }) => {
    const column = findColumn(name, columns)
    if (column === null) throw noColumn(table, 'text', name, columns)
    return { before, column }
  })
  return textColumns(start, found, end)
}

/** The same without looking whether there are such columns: names as they were given. */
export function readTextColumns(spec: string): Pick<TextColumns, 'start' | 'pieces' | 'end'> {
  const names = splitList(spec)
  const list = names.length === 0 ? [spec] : names
  return (
    parseTemplate(spec) ?? {
      start: '',
      pieces: list.map((column, i) => ({ before: i === 0 ? '' : '\n', column })),
      end: '',
    }
  )
}

/** The columns that the texts of a dataset were joined of, as they were given; null where they stand in one. */
export function joinedColumns(
  columns: { readonly all: readonly string[]; readonly text: string } | null,
): string | null {
  if (columns === null || columns.all.includes(columns.text)) return null
  return columns.text
}

/** The column of this name, else of this name in other letters; null if there is none. */
export function findColumn(name: string, columns: readonly string[]): string | null {
  const plain = (text: string) => text.trim().normalize('NFC')
  const loose = (text: string) => plain(text).toLowerCase()
  return (
    columns.find((column) => column === name) ??
    columns.find((column) => plain(column) === plain(name)) ??
    columns.find((column) => loose(column) === loose(name)) ??
    null
  )
}

/** The error for a column that a table does not have. */
export function noColumn(
  table: string,
  kind: 'text' | 'label',
  name: string,
  columns: readonly string[],
): LastlayerError {
  return new LastlayerError(
    'dataset',
    `${table} has no ${kind} column "${name}": choose among its columns ${listedColumns(columns)}.`,
  )
}

/** The columns that there are, or the first of them. */
export function listedColumns(columns: readonly string[]): string {
  const some = columns.slice(0, 20).map((name) => JSON.stringify(name.slice(0, 100)))
  return `${some.join(', ')}${columns.length > some.length ? ', …' : ''}`
}

function textColumns(start: string, pieces: TextColumns['pieces'], end: string): TextColumns {
  const columns = [...new Set(pieces.map(({ column }) => column))]
  const places = pieces.map(({ column }) => columns.indexOf(column))
  const join = (cells: readonly string[]): string => {
    let text = ''
    for (const [i, { before }] of pieces.entries()) {
      const cell = at(cells, at(places, i)).trim()
      if (!isMissing(cell)) text += (text === '' ? '' : before) + cell
    }
    return text === '' ? '' : start + text + end
  }
  return {
    columns,
    start,
    end,
    pieces,
    join: pieces.length === 1 && start + end === '' ? ([cell]) => cell ?? '' : join,
  }
}

/** The literals and names of a template; null where it has no name in braces. */
function parseTemplate(spec: string): Pick<TextColumns, 'start' | 'pieces' | 'end'> | null {
  const pieces: { before: string; column: string }[] = []
  let literal = ''
  for (const [token, name] of spec.matchAll(/\{\{|\}\}|\{([^{}]+)\}|[^{}]+|[{}]/g)) {
    if (name === undefined) literal += token === '{{' ? '{' : token === '}}' ? '}' : token
    else {
      pieces.push({ before: literal, column: name })
      literal = ''
    }
  }
  const [first, ...others] = pieces
  if (first === undefined) return null
  return { start: first.before, pieces: [{ ...first, before: '' }, ...others], end: literal }
}

function splitList(spec: string): string[] {
  try {
    const records = parse(spec, { trim: true, skip_empty_lines: true, relax_quotes: true })
    return (records[0] ?? []).filter((name: string) => name !== '')
  } catch {
    return [spec]
  }
}
