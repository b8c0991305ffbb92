import type { Params } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { TableAnswer, TableHead, TableProgress, TableResult } from '../../../shared/table-answers.ts'
import { answerText, count, oneLine, rate, table } from '../screen/format.ts'
import type { Session } from '../session.ts'
import { rowValue, writeAnswers } from './answers-file.ts'

type Answered = Extract<TableResult, { kind: 'answered' }>

export interface TableRequest {
  readonly params: Params<'predictTable'>
  /** What the person calls it. */
  readonly name: string
  /** The file for the answers; null shows them. */
  readonly out: string | null
  /** How a row is shown to programs. */
  readonly toValue?: (row: TableAnswer, head: TableHead) => object | null
  /** What is thrown where there is no row at all. */
  readonly nothing?: LastlayerError
  /** The column that a row is known by to people, instead of its text. */
  readonly nameColumn?: string
}

/**
 * Has every row of a table answered, as they come. Returns what there is to say of them all.
 * @throws LastlayerError `dataset` if there is none that can be answered, or the text column is not clear
 */
export async function answerTable(session: Session, request: TableRequest): Promise<Answered> {
  const { screen } = session
  const { name, out, toValue = rowValue, nameColumn } = request
  const { answers, result } = streamOf(session, request)
  if (out !== null) {
    const formulas = await writeAnswers(out, shown(answers, session))
    screen.line(`Wrote ${out}`)
    if (formulas > 0) screen.note(guarded(formulas))
  } else {
    let head: TableHead | null = null
    for await (const progress of shown(answers, session)) {
      if (progress.kind === 'table') head = progress
      else if (head !== null && screen.json) {
        for (const row of progress.rows) {
          const value = toValue(row, head)
          if (value !== null) screen.item(value)
        }
      } else screen.lines(linesOf(progress.rows, head?.columns.indexOf(nameColumn ?? '') ?? -1))
    }
  }
  const ended = await result
  const { answered, truncated, unknown, leftOut } = ended
  for (const { line, reason } of leftOut.rows.slice(0, 5)) {
    screen.note(`${name}${line > 0 ? `, line ${line}` : ''}: ${reason}`)
  }
  if (leftOut.count > 0) screen.note(`${count(leftOut.count)} of ${count(answered + leftOut.count)} have no answer.`)
  if (truncated > 0)
    screen.note(`Of ${count(truncated)} only the beginning was read: they are longer than the model reads.`)
  if (unknown !== undefined) screen.note(unknownTokens(name, unknown))
  return ended
}

function guarded(cells: number): string {
  const begin = cells === 1 ? '1 cell begins' : `${count(cells)} cells begin`
  return `${begin} like a formula (= + - @) and got an apostrophe, so that no spreadsheet runs it; --out with .jsonl keeps all as it was.`
}

/** That a model hardly knows what it was asked about. */
export function unknownTokens(name: string, share: number): string {
  const percent = `${Math.round(100 * share)} %`
  return `${name}: ${percent} of the tokens are unknown to this model, and its answers say little: it was trained on another language or script.`
}

/** The answers as they arrive. Leaving the loop over them stops the trainer. */
function streamOf(
  { host, signal }: Session,
  { params, name, nothing }: TableRequest,
): { answers: AsyncIterable<TableProgress>; result: Promise<Answered> } {
  const stop = new AbortController()
  let end: (ended: Answered) => void = () => undefined
  const result = new Promise<Answered>((resolve) => {
    end = resolve
  })
  const answers = new ReadableStream<TableProgress>({
    async start(controller) {
      const options = {
        signal: AbortSignal.any([signal, stop.signal]),
        onProgress: (progress: TableProgress) => controller.enqueue(progress),
      }
      try {
        const ended = await host.run('predictTable', params, options)
        end(checked(ended, name, nothing))
        controller.close()
      } catch (error) {
        controller.error(error)
      }
    },
    cancel: () => stop.abort(),
  })
  return { answers, result }
}

function checked(result: TableResult, name: string, nothing = noRows(name)): Answered {
  if (result.kind === 'question') throw new LastlayerError('dataset', result.sentence)
  const first = result.leftOut.rows[0]
  if (result.answered > 0) return result
  if (first === undefined) throw nothing
  const why = `${first.line > 0 ? `line ${first.line}: ` : ''}${first.reason}`
  throw new LastlayerError('dataset', `${name} has no text that can be read: ${why}`)
}

function noRows(name: string): LastlayerError {
  return new LastlayerError('dataset', `${name} has no rows: choose a table with texts.`)
}

/** Notes what there is to say of the table, and how far it is. */
async function* shown(answers: AsyncIterable<TableProgress>, { screen }: Session): AsyncGenerator<TableProgress> {
  let done = 0
  for await (const progress of answers) {
    if (progress.kind === 'table') for (const note of progress.notes) screen.note(note)
    else done += progress.rows.length
    yield progress
    screen.progress({ phase: 'answering', done, total: done, unit: 'rows' })
  }
}

function linesOf(rows: readonly TableAnswer[], nameAt: number): string[] {
  return table(
    '<><',
    rows.map(({ line, cells, answer, about }) =>
      answer === null
        ? ['–', '–', oneLine(`${placeOf(line, cells[nameAt])}${about}`)]
        : [
            answerText(answer.label, answer.abstained),
            rate(Math.max(...answer.probs)),
            `${oneLine(nameAt < 0 ? about : String(cells[nameAt]), 100)}${answer.truncated ? ' (only its beginning was read)' : ''}`,
          ],
    ),
  )
}

function placeOf(line: number, name: unknown): string {
  if (typeof name === 'string') return `${name}: `
  return line > 0 ? `line ${line}: ` : ''
}
