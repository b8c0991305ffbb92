import { printable } from '../../../shared/printable.ts'
import { saidInEnglish } from '../../../shared/said.ts'

// All that the command line prints goes through here: names and texts of strangers may not act on the terminal.

/** Writes one line for people: a new line within it is not ours, and shown as what it is. */
export function printLine(stream: NodeJS.WritableStream, line: string): void {
  stream.write(`${visible(line)}\n`)
}

/** A text for people in which nothing acts but tabs. */
export function visible(text: string): string {
  return printable(text, '\t')
}

/**
 * Writes a value for programs, as JSON. A terminal may be reading along: in strings, what JSON would leave as it is and
 * a terminal obeys is escaped, which means the same.
 */
export function printJson(stream: NodeJS.WritableStream, value: unknown, indent = 2): void {
  printText(stream, `${JSON.stringify(value, saidInEnglish, indent)}\n`)
}

/** Writes a piece of JSON, which has new lines alone outside strings. */
export function printText(stream: NodeJS.WritableStream, text: string): void {
  stream.write(printable(text, '\n'))
}
