/** Words that a text is cut after: bounds the memory, and no model reads so far. */
const most = 2000

/** Two characters at least, as scikit-learn's: a single one says little where words have spaces between them. */
const spaced = /[\p{L}\p{M}\p{N}_]{2,}/gu
/** Scripts that are written without spaces. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]/u
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** The words of a text, in small letters, in order. */
export function wordsOf(text: string): string[] {
  const lower = text.toLowerCase()
  if (!unspaced.test(lower)) {
    const words = lower.match(spaced) ?? []
    return words.length > most ? words.slice(0, most) : words
  }
  const words: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(lower)) {
    if (!isWordLike) continue
    words.push(segment)
    if (words.length === most) break
  }
  return words
}
