import { Progress, type ProgressUpdate } from './progress.ts'
import { printLine, printJson } from './terminal.ts'

/** What the person sees. With `json`, standard output carries one JSON value and all else goes to standard error. */
export class Screen {
  readonly #progress = new Progress()
  json = false

  constructor() {
    // A reader such as `head` may leave early, and a terminal be closed; a run that goes on does not depend on it.
    for (const stream of [process.stdout, process.stderr]) {
      stream.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
      })
    }
  }

  /** A line of the result, for people. */
  line(text = ''): void {
    this.clear()
    const stream = this.json ? process.stderr : process.stdout
    printLine(stream, text)
  }

  lines(texts: readonly string[]): void {
    for (const text of texts) this.line(text)
  }

  /** A line beside the result: a notice, a warning, an error. */
  note(text: string): void {
    this.clear()
    printLine(process.stderr, text)
  }

  /** The result, for programs. */
  value(value: unknown): void {
    this.clear()
    printJson(process.stdout, value)
  }

  progress(update: ProgressUpdate): void {
    this.#progress.update(update)
  }

  clear(): void {
    this.#progress.clear()
  }
}
