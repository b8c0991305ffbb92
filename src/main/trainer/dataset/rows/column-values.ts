import { keyOf, randomBits } from '../../random.ts'
import { stopIfCancelled } from '../bytes/files.ts'
import type { Table } from '../formats/table.ts'
import { cellText, labelsIn } from './cell.ts'
import { isMissing } from './missing.ts'
import { at } from '../../../../shared/at.ts'

/** What a column holds, by a sample of its rows. */
export interface Profile {
  /** Rows of the sample with something in this column. */
  readonly filled: number
  readonly different: number
  /** Mean length in characters; those of Chinese, Japanese and Korean count twice. */
  readonly length: number
  readonly words: number
  /** Whether it holds running text: neither numbers nor dates, addresses or codes. */
  readonly isText: boolean
  /** Whether few short values recur, as those of a label do. */
  readonly recurs: boolean
  /** Whether it holds numbers of many values, such as measured ones: those are no classes. */
  readonly isContinuous: boolean
  /** Whether there is nothing in it but 0 and 1, or true and false. */
  readonly isBinary: boolean
  /** Its values, row by row, shortened: two columns whose values go together say the same. */
  readonly values: readonly string[]
}

const sampled = 1000
/** Rows at the beginning that are enough where the names are clear. */
const glanced = 20
/** What is kept of a value; what is longer is a text, whatever follows. */
const kept = 200
/** Columns that are looked at; a table with more is not one of texts and labels. */
const mostColumns = 200

interface Cell {
  readonly value: string
  readonly length: number
  readonly words: number
}

/** What a sample of rows showed. */
export interface Sample {
  readonly profiles: ReadonlyMap<string, Profile>
  readonly rows: number
  /** Rows that cannot be used, and why the first one cannot. */
  readonly leftOut: { readonly count: number; readonly first: string | null }
}

/**
 * What the columns of tables that belong together hold, by rows drawn from all of them alike (reservoir sampling,
 * Vitter's algorithm R, always with the same draws). Keeps the sample in memory, shortened.
 */
export async function profileColumns(
  tables: readonly Table[],
  columns: readonly string[],
  signal?: AbortSignal,
): Promise<Sample> {
  const looked = columns.slice(0, mostColumns)
  const rows: Cell[][] = []
  const key = keyOf(looked.length)
  const leftOut: { count: number; first: string | null } = { count: 0, first: null }
  let seen = 0
  for (const table of tables) {
    const shared = looked.map((column) => (table.columns.includes(column) ? column : null))
    const wanted = shared.filter((column) => column !== null)
    for await (const row of table.rows(wanted)) {
      stopIfCancelled(signal)
      if (!('cells' in row)) {
        leftOut.count++
        leftOut.first ??= `line ${row.line}: ${row.reason.replace(/\.$/, '')}`
        continue
      }
      const place = seen < sampled ? seen : randomBits(key, seen) % (seen + 1)
      seen++
      if (place >= sampled) continue
      let next = 0
      rows[place] = shared.map((column) => toCell(column === null ? null : row.cells[next++]))
    }
  }
  const profiles = new Map(looked.map((column, i) => [column, profileOf(rows.map((row) => at(row, i)))]))
  return { profiles, rows: seen, leftOut }
}

/**
 * Whether most of the first rows of a column hold a text of their own, or anything where they are few: a glance, where its
 * name is clear.
 */
export async function holdsTexts([table]: readonly Table[], column: string | null): Promise<boolean> {
  if (table === undefined || column === null) return false
  const seen = new Set<string>()
  let rows = 0
  for await (const row of table.rows([column])) {
    if (!('cells' in row)) continue
    seen.add(toCell(row.cells[0]).value)
    if (++rows === glanced) break
  }
  seen.delete('')
  return seen.size > (rows < glanced ? 0 : rows / 2)
}

function toCell(value: unknown): Cell {
  const labels = labelsIn(value)
  const text = cellText(labels.length === 1 ? labels[0] : value)?.trim() ?? ''
  // Copied, as a slice would keep the whole text in memory.
  const shown = Buffer.from(text.slice(0, kept), 'utf16le').toString('utf16le')
  const wide = (shown.match(/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]/gu) ?? []).length
  const scale = shown.length === 0 ? 0 : text.length / shown.length
  const words = shown.split(/\s+/).length + wide / 2
  return { value: isMissing(shown) ? '' : shown, length: text.length + wide * scale, words: words * scale }
}

function profileOf(cells: readonly Cell[]): Profile {
  const filled = cells.filter(({ value }) => value !== '')
  const mean = (of: (cell: Cell) => number) =>
    filled.reduce((sum, cell) => sum + of(cell), 0) / Math.max(1, filled.length)
  const different = new Set(filled.map(({ value }) => value)).size
  const length = mean((cell) => cell.length)
  const words = mean((cell) => cell.words)
  const share = (is: (value: string) => boolean) => mean(({ value }) => (is(value) ? 1 : 0))
  const isCoded = share((value) => codes.some((code) => code.test(value))) > 0.5
  const recurs =
    different >= 2 && different <= Math.max(2, filled.length / 2) && length <= 60 && words <= 8 && !isDates(share)
  const isMeasured = different > mostGrades && share((value) => number.test(value)) > 0.95
  const isContinuous = isMeasured && (!recurs || filled.some(({ value }) => fraction.test(value)))
  return {
    filled: filled.length,
    different,
    length,
    words,
    isText: filled.length > 0 && !isCoded && different > 1 && (words >= 2 || length >= 20),
    recurs: recurs && !isContinuous,
    isContinuous,
    isBinary: filled.length > 0 && share((value) => /^(0|1|0\.0|1\.0|true|false)$/i.test(value)) === 1,
    values: cells.map(({ value }) => value),
  }
}

function isDates(share: (is: (value: string) => boolean) => number): boolean {
  return share((value) => dates.some((date) => date.test(value))) > 0.5
}

/** Grades, by halves too, are fewer. */
const mostGrades = 20
const number = /^[-+]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:e[-+]?\d+)?$/i
const fraction = /[.,]0*[1-9]/
const dates = [
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?$/,
  // Mon Apr 06 22:19:45 PDT 2009; 6 April 2009; Apr 6, 2009 10:15 PM
  /^(?:\p{L}{2,9}\.?,? )?(?:\d{1,2}\.? \p{L}{3,9}|\p{L}{3,9}\.? \d{1,2})\b.{0,20}\b\d{4}\b.{0,20}$/u,
]
const codes = [...dates, /^[-+]?[\d.,\s%$€£]+$/, /^https?:\S+$/, /^[\w.-]*\d[\w.-]*$/, /^(true|false)$/i]
