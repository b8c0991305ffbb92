import stringWidth from 'string-width'
import { printable } from '../../../shared/printable.ts'
import type { FigureFormat } from '../../../shared/figures.ts'
import type { Interval } from '../../../shared/yardsticks.ts'
import { at } from '../../../shared/at.ts'

/** 12345 -> 12,345 */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** A loss, with digits that line up. */
export function loss(value: number | null): string {
  return value === null ? '–' : value.toFixed(4)
}

/** An accuracy, F1 or probability from 0 to 1, with digits that line up. */
export function rate(value: number): string {
  return value.toFixed(3)
}

/** Both ends of an interval of a rate; a dash where there is none. */
export function range(interval: Interval | null): string {
  return interval === null ? '–' : `${rate(interval[0])} to ${rate(interval[1])}`
}

const figureTexts: Readonly<Record<FigureFormat, (value: number) => string>> = { percent: rate, rate, loss }

/** A figure of an evaluation, with digits that line up; a dash where it has no value. */
export function figureText(value: number | null, { format }: { readonly format: FigureFormat }): string {
  return value === null ? '–' : figureTexts[format](value)
}

/** Bytes as people read them: 267,954,768 -> 268 MB; 483,000 -> 0.5 MB; 483 -> 1 kB */
export function size(bytes: number): string {
  if (bytes < 1e5) return `${Math.ceil(bytes / 1e3)} kB`
  return `${bytes < 9.95e6 ? (bytes / 1e6).toFixed(1) : count(bytes / 1e6)} MB`
}

/** 75 -> 1:15; 3675 -> 1:01:15 */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** Local date and time, without seconds. */
export function moment(time: number): string {
  const date = new Date(time)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** Text of a person's files on one line of a terminal: no control characters, no more than `width` characters. */
export function oneLine(text: string, width = Infinity): string {
  const line = [
    ...text
      .slice(0, 4 * Math.min(width, 10_000))
      .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
      .trim(),
  ]
  return line.length > width ? `${line.slice(0, width - 1).join('')}…` : line.join('')
}

/** What a text is called: a label that is not sure enough is only the likeliest. */
export function answerText(label: string, abstained: boolean): string {
  return abstained ? `unsure (${oneLine(label, 30)})` : oneLine(label, 30)
}

/** The name of a file, in quotes where that alone shows it as it is, as one of spaces. */
export function fileName(name: string): string {
  return oneLine(name) === name ? name : `"${printable(name)}"`
}

/** A word for a POSIX shell. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** Columns that line up: '<' to the left, '>' to the right, one character a column. */
export function table(alignment: string, rows: readonly (readonly string[])[]): string[] {
  const widths = [...alignment].map((_, i) => Math.max(...rows.map((row) => stringWidth(row[i] ?? ''))))
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const space = ' '.repeat(at(widths, i) - stringWidth(cell))
        return alignment[i] === '>' ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd(),
  )
}
