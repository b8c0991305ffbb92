import { english, saidInEnglish, type Said } from '../../../shared/said.ts'
import { Progress, type ProgressUpdate } from './progress.ts'
import { printLine, printJson, printText } from './terminal.ts'

/** What the person sees. With `json`, standard output carries one JSON value and all else goes to standard error. */
export class Screen {
  readonly #progress = new Progress()
  #hasItems = false
  /** Whether some of the result could not be written. */
  #isLost = false
  json = false

  constructor() {
    // A run that goes on does not depend on what becomes of its output. A reader such as `head` may leave early, and a
    // terminal be closed; but a result that is lost is a failure.
    process.stderr.on('error', () => undefined)
    process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE' || code === 'EIO' || this.#isLost) return
      this.#isLost = true
      const reason = code === 'ENOSPC' ? 'the disk is full' : `the system says ${code}`
      this.note(`The standard output could not be written: ${reason}.`)
    })
    process.on('exit', () => {
      if (this.#isLost) process.exitCode ||= 1
    })
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
  note(what: Said): void {
    this.clear()
    printLine(process.stderr, english(what))
  }

  /** The result, for programs. */
  value(value: unknown): void {
    this.clear()
    printJson(process.stdout, value)
  }

  /** One of many results, for programs: all are one list. */
  item(value: unknown): void {
    this.clear()
    printText(process.stdout, this.#hasItems ? ',\n' : '[\n')
    printText(process.stdout, JSON.stringify(value, saidInEnglish, 2).replaceAll(/^/gm, '  '))
    this.#hasItems = true
  }

  /** Ends the list of {@link item}, if there is one. */
  endItems(): void {
    if (this.#hasItems) printText(process.stdout, '\n]\n')
    this.#hasItems = false
  }

  progress(update: ProgressUpdate): void {
    this.#progress.update(update)
  }

  clear(): void {
    this.#progress.clear()
  }
}
