import { at } from '../../../shared/at.ts'

/** Of a token on average; only where to begin to look. */
const perToken = 6

/**
 * How many characters of a text are read when its first `limit` tokens are: up to the end of the last word that fits.
 * @param countTokens of a beginning of the text; more words are never fewer tokens
 */
export function charactersRead(text: string, limit: number, countTokens: (text: string) => number): number {
  const fits = (end: number): boolean => countTokens(text.slice(0, end)) <= limit
  let longest = limit * perToken
  while (longest < text.length && fits(longest)) longest *= 2
  const ends = [...text.slice(0, longest).matchAll(/\S+/g)].map(({ index, 0: word }) => index + word.length)
  // The last of these is cut in the middle, unless the text ends with it.
  if (longest < text.length) ends.pop()
  let [fitting, over] = [-1, ends.length]
  while (over - fitting > 1) {
    const middle = Math.floor((fitting + over) / 2)
    if (fits(at(ends, middle))) fitting = middle
    else over = middle
  }
  return fitting < 0 ? 0 : at(ends, fitting)
}
