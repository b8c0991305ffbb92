/** A word of a text and the tokens that it is, from `first` up to but without `end`, `[CLS]` being the first of all. */
export interface Word {
  readonly start: number
  readonly stop: number
  readonly first: number
  readonly end: number
}

/**
 * The words of a text whose tokens are read.
 * @param tokens that are read, those around the text included
 * @param countTokens of a beginning of the text, those included
 */
export function wordsOf(text: string, tokens: number, countTokens: (text: string) => number): Word[] {
  const words: Word[] = []
  let first = 1
  for (const { index, 0: word } of text.matchAll(/\S+/g)) {
    const stop = index + word.length
    const end = Math.min(countTokens(text.slice(0, stop)) - 1, tokens - 1)
    if (end > first) words.push({ start: index, stop, first, end })
    first = Math.max(first, end)
    if (end >= tokens - 1) break
  }
  return words
}
