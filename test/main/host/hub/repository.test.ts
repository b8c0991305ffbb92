import fc from 'fast-check'
import { expect, test } from 'vitest'
import { folderName, parseRepository } from '../../../../src/main/host/hub/repository.ts'

test.each(['distilbert-base-uncased', 'google-bert/bert-base-uncased', ' a/b_1.5 ', 'A/B', '_x'])(
  '"%s" is the name of a model',
  (name) => {
    expect(parseRepository(name)).toBe(name.trim())
  },
)

test.each([
  ...['', ' ', '/', 'a/', '/a', 'a/b/c', '..', '../x', 'a/..', 'a..b', 'a--b', '-a', 'a-', '.a', 'a.', 'a.git'],
  ...['C:\\models', 'a b', 'a?b', 'a#b', 'a%2fb', 'https://huggingface.co/a/b', 'é', 'a\nb', 'x'.repeat(97)],
  ...['con', 'NUL', 'aux.txt', 'com1', 'lpt9.bin'],
])('%j is not', (name) => {
  expect(() => parseRepository(name)).toThrow(expect.objectContaining({ code: 'usage' }))
})

test('Whatever is taken for a name becomes one plain folder name, which tells it from every other', () => {
  const part = fc.stringMatching(/^[\w.-]{1,8}$/)
  const names = fc.oneof(
    part,
    fc.tuple(part, part).map((parts) => parts.join('/')),
    fc.string(),
  )
  fc.assert(
    fc.property(names, names, (a, b) => {
      const taken = [a, b].map(orNull).filter((name) => name !== null)
      for (const name of taken) expect(folderName(name)).toMatch(/^\w[\w.-]*$/)
      if (taken.length < 2) return
      const isSame = taken[0].toLowerCase() === taken[1].toLowerCase()
      expect(folderName(taken[0]) === folderName(taken[1])).toBe(isSame)
    }),
    { numRuns: 2000 },
  )
})

function orNull(name: string): string | null {
  try {
    return parseRepository(name)
  } catch {
    return null
  }
}
