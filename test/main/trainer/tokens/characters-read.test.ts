import fc from 'fast-check'
import { expect, test } from 'vitest'
import { charactersRead } from '../../../../src/main/trainer/tokens/characters-read.ts'

/** A token for each three letters of a word, and two that frame the text. */
const countTokens = (text: string): number =>
  2 + (text.match(/\S+/g) ?? []).reduce((sum, word) => sum + Math.ceil(word.length / 3), 0)

test('The words that fit are read whole, and the next one would not fit', () => {
  const words = fc.array(fc.stringMatching(/^[a-zé]{1,40}$/), { maxLength: 200 })
  fc.assert(
    fc.property(words, fc.integer({ min: 2, max: 300 }), (words, limit) => {
      const text = words.join(' ')
      const end = charactersRead(text, limit, countTokens)
      expect(countTokens(text.slice(0, end))).toBeLessThanOrEqual(limit)
      const next = /^\s*\S+/.exec(text.slice(end))?.[0] ?? ''
      expect(text.slice(end) === '' || /^\s/.test(text.slice(end)) || end === 0).toBe(true)
      if (next !== '') expect(countTokens(text.slice(0, end + next.length))).toBeGreaterThan(limit)
    }),
  )
})
