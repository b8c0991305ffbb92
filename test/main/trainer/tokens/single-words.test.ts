import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sparingWords } from '../../../../src/main/trainer/tokens/single-words.ts'

const tokens = new Map([
  ['[N]', { single_word: true }],
  ['[M]', { single_word: false }],
])
const atTokens = (text: string): string[] => text.split(/(\[N\]|\[M\])/).filter((piece) => piece !== '')
const split = sparingWords(atTokens, tokens)

test.each([
  ['a [N] b', ['a ', '[N]', ' b']],
  ['[N]', ['[N]']],
  ['a[N] b', ['a[N] b']],
  ['a [N]b', ['a [N]b']],
  ['a[N][M]b', ['a[N]', '[M]', 'b']],
  ['[N][N]', ['[N]', '[N]']],
  ['x[M]y', ['x', '[M]', 'y']],
  ['é[N]', ['é[N]']],
  ['[N]_', ['[N]_']],
])('%s is cut to %j', (text, pieces) => {
  expect(split(text)).toEqual(pieces)
})

test('the pieces together are the text', () => {
  const text = fc.array(fc.constantFrom('[N]', '[M]', 'a', ' ', '😀')).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, (text) => {
      expect(split(text).join('')).toBe(text)
    }),
  )
})
