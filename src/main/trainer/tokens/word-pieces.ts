export interface WordPieceModel {
  readonly vocab: { has(piece: string): boolean; keys(): Iterable<string> }
  readonly unknown: string
  /** What marks a piece that does not begin a word, usually ##. */
  readonly prefix: string
  /** Longer words, in characters, are unknown. */
  readonly maxWordLength: number
}

/**
 * Splits words into the longest pieces that the vocabulary has, from the left; a word that leaves a rest is unknown.
 * The same function as the library's, which takes 3 ms for a word of 99 characters, or seconds for a text with a
 * base64 attachment: here no piece longer than the vocabulary's longest is tried.
 */
export function wordPieceSplitter({ vocab, unknown, prefix, maxWordLength }: WordPieceModel) {
  let longest = 0
  for (const piece of vocab.keys()) longest = Math.max(longest, piece.length)

  const split = (word: string): string[] | null => {
    const pieces: string[] = []
    for (let start = 0; start < word.length;) {
      const before = start === 0 ? '' : prefix
      let end = Math.min(word.length, start + longest)
      while (end > start && !vocab.has(before + word.slice(start, end))) end--
      if (end === start) return null
      pieces.push(before + word.slice(start, end))
      start = end
    }
    return pieces
  }
  const isTooLong = (word: string) => word.length > maxWordLength && [...word].length > maxWordLength
  return (words: readonly string[]): string[] =>
    words.flatMap((word) => (isTooLong(word) ? unknown : (split(word) ?? unknown)))
}
