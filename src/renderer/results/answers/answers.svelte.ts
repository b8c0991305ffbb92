import { toErrorMessage, type ErrorMessage } from '../../../shared/errors.ts'
import type { AnswerKind, AnswerPage, AnswerQuery } from '../../../shared/test-answers.ts'
import type { Api } from '../../transports/api.ts'

const pageSize = 20
/** Milliseconds after the last key before a search begins. */
const pause = 250

/** Only texts of this label, only those with this answer: indexes, or null for any. */
export type AnswerFilter = Pick<AnswerQuery, 'label' | 'answer'>

const first: AnswerQuery = { kind: 'wrong', label: null, answer: null, search: '', offset: 0, limit: pageSize }

/** The test texts of the run that is open, a page at a time, as the person asks for them. */
export class AnswersStore {
  #run: string | null = null
  #query = $state.raw<AnswerQuery>(first)
  #page = $state.raw<AnswerPage | null>(null)
  #filter = $state.raw<AnswerFilter>(first)
  #error = $state.raw<ErrorMessage | null>(null)
  #asked = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly api: Api) {}

  get query(): AnswerQuery {
    return this.#query
  }

  /** Null until the first page has come. */
  get page(): AnswerPage | null {
    return this.#page
  }

  /** What the page that is shown was filtered by; the query may be ahead of it. */
  get filter(): AnswerFilter {
    return this.#filter
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  /** Takes the texts of a run, without any filter. */
  open(run: string): void {
    if (run === this.#run) return
    this.#run = run
    this.#page = null
    this.#ask(first)
  }

  show(kind: AnswerKind): void {
    if (kind !== this.#query.kind) this.#ask({ kind, offset: 0 })
  }

  /** A cell of the confusion matrix, or a label alone; what is right is not among the wrong ones. */
  pick(filter: AnswerFilter): void {
    const kind = filter.label !== null && filter.label === filter.answer ? 'all' : 'wrong'
    this.#ask({ ...filter, kind, search: '', offset: 0 })
  }

  /** Lets one filter go. */
  release(which: keyof AnswerFilter): void {
    this.#ask({ [which]: null, offset: 0 })
  }

  /** Looks for words, a moment after the last key. */
  search(search: string): void {
    this.#query = { ...this.#query, search, offset: 0 }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ask({}), pause)
  }

  turn(by: 1 | -1): void {
    this.#ask({ offset: Math.max(0, this.#query.offset + by * pageSize) })
  }

  #ask(change: Partial<AnswerQuery>): void {
    clearTimeout(this.#timer)
    this.#query = { ...this.#query, ...change }
    void this.#load(++this.#asked)
  }

  async #load(asked: number): Promise<void> {
    const run = this.#run
    if (run === null) return
    const query = this.#query
    try {
      const page = await this.api.call('testAnswers', { run, query })
      if (asked !== this.#asked) return
      this.#page = page
      this.#filter = query
      this.#error = null
    } catch (error) {
      if (asked === this.#asked) this.#error = toErrorMessage(error)
    }
  }
}
