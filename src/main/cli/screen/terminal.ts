import { printable } from '../../../shared/printable.ts'

// All that the command line prints goes through here: names and texts of strangers may not act on the terminal.

/** Writes a text for people, with a new line at its end. New lines and tabs within it are kept, as our own. */
export function print(stream: NodeJS.WritableStream, text: string): void {
  stream.write(`${visible(text)}\n`)
}

/** A text for people in which only new lines and tabs act. */
export function visible(text: string): string {
  return printable(text, '\n\t')
}

/**
 * Writes a value for programs, as JSON. A terminal may be reading along: in strings, what JSON would leave as it is and
 * a terminal obeys is escaped, which means the same.
 */
export function printJson(stream: NodeJS.WritableStream, value: unknown, indent = 2): void {
  // Outside strings JSON has new lines alone.
  stream.write(`${printable(JSON.stringify(value, null, indent), '\n')}\n`)
}
