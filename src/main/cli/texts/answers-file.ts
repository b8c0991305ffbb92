import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { toCsv, type Cell } from '../../../shared/csv.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import {
  answerCells,
  answerColumns,
  type TableAnswer,
  type TableHead,
  type TableProgress,
} from '../../../shared/table-answers.ts'
import { writeStreamAtomic } from '../../disk/atomic-files.ts'

const forms = { '.csv': csvOf, '.jsonl': jsonLinesOf, '.ndjson': jsonLinesOf } as const
type Form = keyof typeof forms

/**
 * Checks that answers can be written to a file.
 * @throws LastlayerError `usage` if there is one already, or its name says no form
 */
export function checkOut(path: string): void {
  if (formOf(path) === null) throw new LastlayerError('usage', `--out must end in .csv or .jsonl, not ${path}.`)
  if (existsSync(path)) throw new LastlayerError('usage', `${path} is there already: choose another name for --out.`)
}

/**
 * Writes a table with its answers: its own columns, then the label, its probability and that of each label. The file is
 * whole or not there.
 * @throws LastlayerError `output`, and what `answers` throws
 */
export async function writeAnswers(path: string, answers: AsyncIterable<TableProgress>): Promise<void> {
  const form = formOf(path) ?? '.csv'
  await writeStreamAtomic(path, chunksOf(answers, forms[form]))
}

/** A row with its answer, by column, for programs. */
export function rowValue(row: TableAnswer, head: TableHead): object {
  const names = [...head.columns, ...answerColumns(head.columns, head.labels)]
  const own = head.columns.map((_, i) => row.cells[i] ?? null)
  const values = [...own, ...answerCells(row, head.labels)]
  return Object.fromEntries(names.map((name, i) => [name, values[i]]))
}

type Write = (rows: readonly TableAnswer[], head: TableHead, isFirst: boolean) => string

async function* chunksOf(answers: AsyncIterable<TableProgress>, write: Write): AsyncGenerator<Buffer> {
  let head: TableHead | null = null
  for await (const progress of answers) {
    if (progress.kind === 'table') yield Buffer.from(write([], (head = progress), true))
    else if (head !== null) yield Buffer.from(write(progress.rows, head, false))
  }
}

function csvOf(rows: readonly TableAnswer[], { columns, labels }: TableHead, isFirst: boolean): string {
  const header = isFirst ? [[...columns, ...answerColumns(columns, labels)]] : []
  return toCsv([
    ...header,
    ...rows.map((row) => [...columns.map((_, i) => csvCell(row.cells[i])), ...answerCells(row, labels)]),
  ])
}

function csvCell(value: TableAnswer['cells'][number] | undefined): Cell {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null)
}

function jsonLinesOf(rows: readonly TableAnswer[], head: TableHead): string {
  return rows.map((row) => `${JSON.stringify(rowValue(row, head))}\n`).join('')
}

function formOf(path: string): Form | null {
  const extension = extname(path).toLowerCase()
  return Object.hasOwn(forms, extension) ? (extension as Form) : null
}
