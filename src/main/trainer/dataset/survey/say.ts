/** 1 text, 1,234 texts. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}

/** A few labels, in quotes. */
export function quoted(labels: readonly string[], most = 5): string {
  const some = labels.slice(0, most).map((label) => `"${label.length > 40 ? `${label.slice(0, 40)}…` : label}"`)
  const more = labels.length - some.length
  return new Intl.ListFormat('en-GB').format(more > 0 ? [...some, `${more} more`] : some)
}

/** Where a row stands, as a sentence has it. */
export function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return line === 0 ? file : `${file} line ${line}`
}
