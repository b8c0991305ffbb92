import { mostTableRows, type CallResult, type Notification } from '../../../shared/app-contract.ts'
import { LastlayerError, toErrorMessage } from '../../../shared/errors.ts'
import type { TableProgress, TableResult } from '../../../shared/table-answers.ts'
import { withStrings, type Said } from '../../../shared/said.ts'
import type { Trainer } from '../runs/current-run.ts'
import type { Handlers } from './calls.ts'
import { predictedOf, withNames, withUploads } from './uploads.ts'

export type AnswerCalls = Pick<Handlers, 'predict' | 'predictTable' | 'cancelTable'>
type TableParams = Parameters<AnswerCalls['predictTable']>[0]

/** What the pad asks: texts and files, answered at once, and tables, answered row by row. */
export class Answers {
  readonly #running = new Map<string, AbortController>()

  /** @param uploads an existing folder of our own in which uploaded files may lie for the time of a call */
  constructor(
    private readonly trainer: Trainer,
    private readonly uploads: string,
    private readonly notify: (notification: Notification) => void,
  ) {}

  readonly calls: AnswerCalls = {
    predict: ({ uploads, files, ...rest }) =>
      withUploads(uploads, this.uploads, async (names) => {
        const answer = await this.trainer.run('predict', { ...rest, files: [...files, ...names.keys()] })
        return predictedOf(answer, names)
      }),
    predictTable: (params) => {
      const { path, upload } = params
      if (path !== null) return this.#answer(params, path, new Map())
      if (upload === null) throw new LastlayerError('usage', 'No table was given: choose one.')
      return withUploads([upload], this.uploads, (names) => this.#answer(params, [...names.keys()].join(), names))
    },
    cancelTable: async ({ ticket }) => {
      this.#running.get(ticket)?.abort()
      return {}
    },
  }

  async #answer(
    { ticket, model, reading }: TableParams,
    path: string,
    names: ReadonlyMap<string, string>,
  ): Promise<CallResult<'predictTable'>> {
    const stop = new AbortController()
    this.#running.set(ticket, stop)
    let rows = 0
    const onProgress = (progress: TableProgress): void => {
      if (stop.signal.aborted) return
      this.notify({ kind: 'answers', ticket, progress: named(progress, names) })
      if (progress.kind === 'rows') rows += progress.rows.length
      if (rows >= mostTableRows) stop.abort(tooMany)
    }
    try {
      const options = { signal: stop.signal, onProgress }
      return namedResult(await this.trainer.run('predictTable', { model, path, reading }, options), names)
    } catch (error) {
      if (stop.signal.reason === tooMany) throw tooMany
      const { code, message, said = message } = toErrorMessage(error)
      throw new LastlayerError(code, saidWithNames(said, names), { cause: error })
    } finally {
      this.#running.delete(ticket)
    }
  }
}

const tooMany = new LastlayerError(
  'usage',
  `Here are the first ${mostTableRows.toLocaleString('en')} rows, which is the limit: ` +
    '`npm run lastlayer -- predict RUN --file TABLE --out ANSWERS.csv` answers any number.',
)

function saidWithNames(what: Said, names: ReadonlyMap<string, string>): Said {
  return withStrings(what, (text) => withNames(text, names))
}

function named(progress: TableProgress, names: ReadonlyMap<string, string>): TableProgress {
  if (progress.kind === 'rows') return progress
  return { ...progress, notes: progress.notes.map((note) => saidWithNames(note, names)) }
}

function namedResult(result: TableResult, names: ReadonlyMap<string, string>): TableResult {
  if (result.kind === 'question') return { ...result, sentence: saidWithNames(result.sentence, names) }
  const { leftOut } = result
  const rows = leftOut.rows.map((row) => ({ ...row, file: withNames(row.file, names) }))
  return { ...result, leftOut: { ...leftOut, rows } }
}
