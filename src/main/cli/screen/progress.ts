import cliProgress from 'cli-progress'
import { count, duration } from './format.ts'
import { printLine, visible } from './terminal.ts'

export interface ProgressUpdate {
  phase: string
  done: number
  /** Equal to `done` while nobody knows. */
  total: number
  unit: string
  note?: string
}

const linesEvery = 5000

/** Shows the phase that goes on: a bar where the stream is a terminal, else a plain line every few seconds. */
export class Progress {
  readonly #stream: NodeJS.WriteStream
  readonly #now: () => number
  #bar: cliProgress.SingleBar | null = null
  #phase = ''
  #start = { time: 0, done: 0 }
  #lastLine = 0

  constructor(stream: NodeJS.WriteStream = process.stderr, now: () => number = () => performance.now()) {
    this.#stream = stream
    this.#now = now
  }

  update(update: ProgressUpdate): void {
    if (update.phase !== this.#phase) this.#begin(update)
    const text = visible(describe(update, update.done - this.#start.done, (this.#now() - this.#start.time) / 1000))
    if (this.#stream.isTTY) this.#draw(update, text)
    else this.#print(update.phase, text)
  }

  /** Takes the bar away, so that something else can be printed. */
  clear(): void {
    this.#bar?.stop()
    this.#bar = null
    this.#phase = ''
  }

  #begin({ phase, done }: ProgressUpdate): void {
    this.clear()
    this.#phase = phase
    this.#start = { time: this.#now(), done }
    this.#lastLine = this.#start.time
  }

  #draw({ phase, done, total }: ProgressUpdate, text: string): void {
    const isOpen = done === total && done === this.#start.done
    if (!this.#bar) {
      this.#bar = new cliProgress.SingleBar({
        format: isOpen ? '{phase} {text}' : '{phase} {bar} {percentage}%  {text}',
        barCompleteChar: '█',
        barIncompleteChar: '░',
        barsize: 24,
        fps: 8,
        stream: this.#stream,
        clearOnComplete: true,
        emptyOnZero: true,
      })
      this.#bar.start(total, done, { phase: phase.padEnd(10), text })
    }
    this.#bar.setTotal(total)
    this.#bar.update(done, { phase: phase.padEnd(10), text })
  }

  #print(phase: string, text: string): void {
    if (this.#now() - this.#lastLine < linesEvery) return
    this.#lastLine = this.#now()
    printLine(this.#stream, `${phase}: ${text}`)
  }
}

/** "1,200 of 4,000 texts, 310 texts/s, 0:09 left" */
function describe({ done, total, unit, note }: ProgressUpdate, gained: number, seconds: number): string {
  const parts = [total > done ? `${count(done)} of ${count(total)} ${unit}` : `${count(done)} ${unit}`]
  if (gained > 0 && seconds > 0.5) {
    const rate = gained / seconds
    parts.push(`${rate < 10 ? rate.toFixed(1) : count(rate)} ${unit}/s`)
    if (total > done) parts.push(`${duration((total - done) / rate)} left`)
  }
  return [...parts, ...(note ? [note] : [])].join(', ')
}
