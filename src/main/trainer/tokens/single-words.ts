/** Cuts a text at each of some tokens; the pieces together are the text. */
export type Split = (text: string) => string[]

// What \w is to the tokenizers library, at either end of a text.
const word = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]'
const endsInWord = new RegExp(`${word}$`, 'u')
const beginsWithWord = new RegExp(`^${word}`, 'u')

/**
 * The same split for tokens some of which count as single words only: where one is part of a longer word, it is text.
 * @param tokens by their spelling
 */
export function sparingWords(split: Split, tokens: ReadonlyMap<string, { readonly single_word: boolean }>): Split {
  return (text) => {
    const given = split(text)
    const isText = given.map((piece, i) => {
      const token = tokens.get(piece)
      if (token?.single_word !== true) return token === undefined
      return endsInWord.test((given[i - 1] ?? '').slice(-2)) || beginsWithWord.test(given[i + 1] ?? '')
    })
    const pieces: string[] = []
    given.forEach((piece, i) => {
      if (isText[i] && isText[i - 1]) pieces.push(`${pieces.pop() ?? ''}${piece}`)
      else pieces.push(piece)
    })
    return pieces
  }
}
