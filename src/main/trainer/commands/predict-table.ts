import type { Params } from '../../../shared/contract.ts'
import type { RejectedRow } from '../../../shared/dataset-summary.ts'
import type { TableAnswer, TableProgress, TableResult } from '../../../shared/table-answers.ts'
import { at } from '../../../shared/at.ts'
import type { Classifier } from '../classifier/classifier.ts'
import { warm } from '../classifier/warm.ts'
import { stopIfCancelled } from '../dataset/bytes/files.ts'
import { factsOf, firstRows, type Table } from '../dataset/formats/table.ts'
import { RowReader } from '../dataset/rows/row.ts'
import type { TextColumns } from '../dataset/rows/text-template.ts'
import { toCell } from '../dataset/unlabelled/cells.ts'
import { openTexts } from '../dataset/unlabelled/open-texts.ts'
import { findText } from '../dataset/unlabelled/text-column.ts'
import { readAsTrained, trainedOn } from '../classifier/trained-on.ts'
import { mostUnknown } from '../tokens/token-check.ts'
import { toAnswer } from './predict.ts'

/** What is in memory at a time: so many rows, or so many characters of them. */
const batch = { rows: 256, characters: 4 * 2 ** 20 }
const listed = 20
const excerpt = 300

/** A row that was read: with its text, or why it has none. */
type ReadRow = Omit<TableAnswer, 'answer'> & { readonly text: string | null }

/**
 * Classifies the rows of a table one by one, whatever its length, and tells of them in their order. The text is in the
 * column asked for, else in that of the run, else in the one that training would take; where that is not clear, the result
 * is the question.
 * @throws LastlayerError `model`, or `dataset` if the table cannot be read
 */
export async function predictTable(
  { model, path, reading, abstainBelow, withOwn = false }: Params<'predictTable'>,
  signal: AbortSignal,
  tell: (progress: TableProgress) => void,
): Promise<TableResult> {
  return warm.use(model, async (classifier) => {
    const below = abstainBelow ?? classifier.abstainBelow
    const trained = await trainedOn(model)
    const table = await openTexts(path, readAsTrained(reading, path, trained))
    const { spec, text, why } = await findText(table, reading.textColumn, trained.columns, signal)
    const facts = factsOf(table)
    if (text === null) return { kind: 'question', sentence: why, columns: await valuesOf(table), facts }
    const findings = table.findings?.map(({ sentence }) => sentence) ?? []
    const notes = why === '' ? findings : [...findings, why]
    tell({
      kind: 'table',
      columns: [...table.columns],
      text: spec,
      labels: [...classifier.labels],
      abstainBelow: below,
      notes,
      facts,
    })

    const leftOut = { count: 0, rows: [] as RejectedRow[] }
    const result = { kind: 'answered' as const, answered: 0, truncated: 0, leftOut }
    const tokens = { all: 0, unknown: 0 }
    for await (const rows of batchesOf(table, text, classifier, withOwn)) {
      stopIfCancelled(signal)
      const answers = await answerRows(rows, classifier, below, tokens, signal)
      for (const { line, answer, about } of answers) {
        if (answer !== null) result.answered += 1
        else if (++leftOut.count <= listed) leftOut.rows.push({ file: path, line, reason: about })
        if (answer?.truncated) result.truncated += 1
      }
      tell({ kind: 'rows', rows: answers })
    }
    const unknown = tokens.unknown / Math.max(1, tokens.all)
    return unknown > mostUnknown ? { ...result, unknown } : result
  })
}

async function answerRows(
  rows: readonly ReadRow[],
  classifier: Classifier,
  abstainBelow: number | null,
  counted: { all: number; unknown: number },
  signal: AbortSignal,
): Promise<TableAnswer[]> {
  const scored = await classifier.score(
    rows.flatMap(({ text }) => (text === null ? [] : [text])),
    signal,
  )
  for (const { tokens, unknown } of scored) {
    counted.all += tokens - 2
    counted.unknown += unknown
  }
  let next = 0
  return rows.map(({ text, ...row }) => {
    if (text === null) return { ...row, answer: null }
    const { label, probs, abstained, truncated } = toAnswer(at(scored, next++), classifier.labels, abstainBelow)
    return { ...row, answer: { label, probs, abstained, truncated } }
  })
}

async function* batchesOf(
  table: Table,
  text: TextColumns,
  { stripHtml }: Classifier,
  withOwn: boolean,
): AsyncGenerator<ReadRow[]> {
  let rows: ReadRow[] = []
  let characters = 0
  const reader = new RowReader(text, { stripHtml, labelMap: [] })
  const places = text.columns.map((column) => table.columns.indexOf(column))
  for await (const row of table.rows(table.columns)) {
    const { line } = row
    const own = withOwn && row.own !== undefined ? ownObject(row.own) : {}
    if ('reason' in row) {
      rows.push({ line, cells: [], text: null, about: row.reason })
    } else {
      // A row as training would take it, were it labelled.
      const item = reader.read([...places.map((place) => row.cells[place]), 'any'], { file: '', line, split: null })
      const cells = row.cells.map(toCell)
      rows.push(
        item.kind === 'row'
          ? { line, cells, ...own, text: item.text, about: item.text.slice(0, excerpt) }
          : { line, cells, ...own, text: null, about: item.row.reason },
      )
      characters += JSON.stringify(cells).length
    }
    if (rows.length < batch.rows && characters < batch.characters) continue
    yield rows
    rows = []
    characters = 0
  }
  if (rows.length > 0) yield rows
}

/** An object as one line of JSON; nothing where it is no JSON but what Python makes of it. */
function ownObject(bytes: Uint8Array): { own?: string } {
  const text = new TextDecoder()
    .decode(bytes)
    .trim()
    .replace(/\s*[\r\n]\s*/g, ' ')
  try {
    if (/NaN|Infinity/.test(text)) JSON.parse(text)
    return { own: text }
  } catch {
    return {}
  }
}

/** The columns of a table with their first values, as a person recognises them. */
async function valuesOf(table: Table): Promise<{ name: string; values: string[] }[]> {
  const rows = await firstRows(table, table.columns, 3)
  const shown = (value: unknown): string => {
    const cell = toCell(value)
    return (typeof cell === 'string' ? cell : JSON.stringify(cell)).slice(0, excerpt)
  }
  return table.columns.map((name, i) => ({ name, values: rows.map((row) => shown(row[i])) }))
}
