import type { Prediction } from '../../shared/contract.ts'
import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Api } from '../transports/api.ts'

/** Milliseconds without a key before a text is answered. */
const pause = 250

interface Question {
  readonly model: string
  readonly text: string
}

interface Answer extends Question {
  readonly labels: readonly string[]
  readonly prediction: Prediction | null
}

/**
 * What a model says of a text while it is typed: asked a moment after the last key, one question at a time, of which only
 * the newest counts.
 */
export class LiveAnswer {
  #answer = $state.raw<Answer | null>(null)
  #question = $state.raw<Question | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)
  #isAsking = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly api: Api) {}

  /** What was answered last; of the text before while {@link isBehind}. */
  get prediction(): Prediction | null {
    return this.#answer?.prediction ?? null
  }

  /** The labels of the model that answered, in the order of its probabilities. */
  get labels(): readonly string[] {
    return this.#answer?.labels ?? []
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  /** Whether what is asked now is not answered yet. */
  get isBehind(): boolean {
    return this.#error === null && this.#question !== null && !isSame(this.#question, this.#answer)
  }

  /** Asks a moment later, unless something else is asked until then; of an empty text nothing is said. */
  ask(model: string | null, text: string, after = pause): void {
    if (model !== null && after > 0 && isSame({ model, text }, this.#question)) return
    clearTimeout(this.#timer)
    if (model === null || text.trim() === '') {
      this.#question = this.#answer = this.#error = null
      return
    }
    this.#question = { model, text }
    this.#timer = setTimeout(() => void this.#run(), after)
  }

  /** Asks until the newest question is answered. */
  async #run(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    for (let asked: Question | null = null; this.#question !== null && !isSame(this.#question, asked);) {
      asked = this.#question
      await this.#answerTo(asked)
    }
    this.#isAsking = false
  }

  async #answerTo(asked: Question): Promise<void> {
    const { model, text } = asked
    try {
      const { labels, predictions } = await this.api.call('predict', { model, texts: [text], files: [], uploads: [] })
      if (!isSame(asked, this.#question)) return
      this.#answer = { ...asked, labels, prediction: predictions[0] ?? null }
      this.#error = null
    } catch (error) {
      if (isSame(asked, this.#question)) this.#error = toErrorMessage(error)
    }
  }
}

function isSame(one: Question, other: Question | null): boolean {
  return one.model === other?.model && one.text === other.text
}
