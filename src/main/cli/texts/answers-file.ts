import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { answerCells, answerColumns, answersHeader, answersToCsv, formulasIn } from '../../../shared/answers-csv.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { TableAnswer, TableHead, TableProgress } from '../../../shared/table-answers.ts'
import { writeStreamAtomic } from '../../disk/atomic-files.ts'
import { giveAway } from '../../disk/private-files.ts'

/**
 * Checks that answers can be written to a file.
 * @throws LastlayerError `usage` if there is one already, or its name says no form
 */
export function checkOut(path: string): void {
  if (formOf(path) === undefined) throw new LastlayerError('usage', `--out must end in .csv or .jsonl, not ${path}.`)
  if (existsSync(path)) throw new LastlayerError('usage', `${path} is there already: choose another name for --out.`)
}

/**
 * Writes a table with its answers: its own columns, then the label, its probability and that of each label. The file is
 * whole or not there. Returns the number of cells that got an apostrophe, as they begin like a formula.
 * @throws LastlayerError `output`, and what `answers` throws
 */
export async function writeAnswers(path: string, answers: AsyncIterable<TableProgress>): Promise<number> {
  const form = formOf(path) ?? csv
  let formulas = 0
  async function* chunks(): AsyncGenerator<Buffer> {
    let head: TableHead | null = null
    for await (const progress of answers) {
      if (progress.kind === 'table') yield Buffer.from(form.begin((head = progress)))
      else if (head !== null) {
        if (form === csv) for (const row of progress.rows) formulas += formulasIn(row)
        yield Buffer.from(form.rows(progress.rows, head))
      }
    }
  }
  await writeStreamAtomic(path, chunks())
  await giveAway(path)
  return formulas
}

/** A row with its answer, by column, for programs. */
export function rowValue(row: TableAnswer, head: TableHead): object {
  const names = [...head.columns, ...answerColumns(head)]
  const own = head.columns.map((_, i) => row.cells[i] ?? null)
  const values = [...own, ...answerCells(row, head)]
  return Object.fromEntries(names.map((name, i) => [name, values[i]]))
}

interface Form {
  readonly begin: (head: TableHead) => string
  readonly rows: (rows: readonly TableAnswer[], head: TableHead) => string
}

/** A row of JSON keeps its own text: its numbers may have more digits than one of JavaScript, and its objects their depth. */
function jsonLine(row: TableAnswer, head: TableHead): string {
  if (row.own === undefined) return JSON.stringify(rowValue(row, head))
  // Columns within objects are called a.b.
  const taken = head.columns.flatMap((name) => [name, name.replace(/\..*$/s, '')])
  const cells = answerCells(row, head)
  const added = answerColumns({ ...head, columns: taken }).map(
    (name, i) => `${JSON.stringify(name)}:${JSON.stringify(cells[i])}`,
  )
  const inside = row.own.slice(0, row.own.lastIndexOf('}')).trimEnd()
  return `${inside}${inside === '{' ? '' : ', '}${added.join(', ')}}`
}

/** Whether answers are written as objects, which keep what they were. */
export function keepsObjects(path: string | null): boolean {
  return path !== null && formOf(path) === jsonLines
}

const csv: Form = { begin: answersHeader, rows: answersToCsv }
const jsonLines: Form = {
  begin: () => '',
  rows: (rows, head) => rows.map((row) => `${jsonLine(row, head)}\n`).join(''),
}
const forms: ReadonlyMap<string, Form> = new Map([
  ['.csv', csv],
  ['.jsonl', jsonLines],
  ['.ndjson', jsonLines],
])

function formOf(path: string): Form | undefined {
  return forms.get(extname(path).toLowerCase())
}
