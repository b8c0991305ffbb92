import { join, say, type Said } from '../../../../shared/said.ts'

/** A name in quotes. */
export function quote(name: string): Said {
  return say('"{{name}}"', { name })
}

/** A few labels, in quotes. */
export function quoted(labels: readonly string[], most = 5): Said {
  const some = labels.slice(0, most).map((label) => quote(label.length > 40 ? `${label.slice(0, 40)}…` : label))
  const more = labels.length - some.length
  return join(more > 0 ? [...some, say('{{more}} more', { more: String(more) })] : some, 'and')
}

/** Where a row stands, as a sentence has it. */
export function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return line === 0 ? file : `${file} line ${line}`
}
