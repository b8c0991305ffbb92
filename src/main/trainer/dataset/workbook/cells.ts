import { maxTextBytes } from '../bytes/files.ts'
import { mostColumns } from '../formats/table.ts'
import { showNumber, type NumberFormat } from './number-format.ts'
import { plainText, RichText, type StringTable } from './strings.ts'
import { xmlReader } from './xml.ts'

/** What the cells of a sheet refer to. */
export interface Book {
  readonly strings: StringTable | null
  readonly formats: readonly NumberFormat[]
  readonly calendar: 1900 | 1904
}

/** A row of a sheet; its number as the sheet shows it, null for cells that are longer than a text may be. */
export interface SheetRow {
  readonly line: number
  readonly cells: readonly string[] | null
  /** The places of formulas whose values are not stored, as programs other than Excel leave them. */
  readonly unstored?: readonly number[]
}

/**
 * The rows of a sheet that are written in it, in order. Cells are as they are shown: formulas as their values, errors
 * empty.
 * @throws Error if it is damaged, or has more columns than a sheet can have
 */
export async function* readCells(content: AsyncIterable<Buffer>, book: Book): AsyncGenerator<SheetRow> {
  const rows = new RowCollector(book)
  const reader = xmlReader(rows)
  for await (const piece of content) {
    reader.write(piece)
    yield* rows.take()
  }
  reader.end()
  yield* rows.take()
}

class RowCollector {
  #rows: SheetRow[] = []
  #line = 0
  #cells: string[] = []
  #size = 0
  #column = -1
  #type = 'n'
  #style = 0
  #value = ''
  #isValue = false
  #isFormula = false
  #unstored: number[] = []
  readonly #rich = new RichText()

  constructor(private readonly book: Book) {}

  /** The rows that have ended since they were last taken. */
  take(): SheetRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') this.#openCell(attributes)
    else if (name === 'v') this.#isValue = true
    else if (name === 'f') this.#isFormula = true
    else if (name === 'row') {
      this.#line = Number(attributes.r ?? this.#line + 1)
      this.#cells = []
      this.#size = 0
      this.#column = -1
    } else this.#rich.open(name)
  }

  text(text: string): void {
    if (this.#isValue) this.#value += text
    else this.#rich.add(text)
  }

  close(name: string): void {
    if (name === 'v') this.#isValue = false
    else if (name === 'c') this.#closeCell()
    else if (name === 'row') {
      const isLong = this.#size > maxTextBytes
      const unstored = this.#unstored.length > 0 ? { unstored: this.#unstored } : {}
      if (this.#cells.length > 0) this.#rows.push({ line: this.#line, cells: isLong ? null : this.#cells, ...unstored })
      this.#cells = []
      this.#unstored = []
    } else this.#rich.close(name)
  }

  #openCell({ r, t, s }: Readonly<Record<string, string>>): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r)
    if (!(this.#column < mostColumns))
      throw new Error(`a row has more than ${mostColumns.toLocaleString('en')} columns`)
    this.#type = t ?? 'n'
    this.#style = Number(s ?? 0)
    this.#value = ''
    this.#isFormula = false
  }

  #closeCell(): void {
    const shown = this.#shown()
    const rich = this.#rich.take()
    const text = this.#type === 'inlineStr' ? rich : shown
    // The empty text is a value of its own type.
    if (this.#isFormula && this.#value === '' && this.#type === 'n') this.#unstored.push(this.#column)
    if (text === '') return
    this.#size += text.length
    if (this.#size > maxTextBytes) return
    while (this.#cells.length < this.#column) this.#cells.push('')
    this.#cells[this.#column] = text
  }

  #shown(): string {
    switch (this.#type) {
      case 's':
        return this.book.strings?.get(Number(this.#value)) ?? ''
      case 'str':
        return plainText(this.#value)
      case 'b':
        return this.#value === '1' ? 'TRUE' : this.#value === '' ? '' : 'FALSE'
      case 'e':
        return ''
      case 'd':
        return this.#value.replace('T', ' ').replace(/ 00:00:00(\.0+)?Z?$/, '')
      default: {
        const format = this.book.formats[this.#style] ?? { kind: 'plain' as const }
        return showNumber(this.#value, format, this.book.calendar)
      }
    }
  }
}

/** The number of a column from the name of a cell in it, from 0: C5 is in column 2. */
export function columnOf(cell: string): number {
  let column = 0
  for (let i = 0; i < cell.length && i < 8; i++) {
    const letter = cell.charCodeAt(i) & ~0x20
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column - 1
}
