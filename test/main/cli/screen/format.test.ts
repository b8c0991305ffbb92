import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { duration, fileName, oneLine, shellWord, size, table } from '../../../../src/main/cli/screen/format.ts'

test.each([
  [0, '0:00'],
  [75.4, '1:15'],
  [3675, '1:01:15'],
  [-1, '0:00'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

test.each([
  [0, '0 kB'],
  [483, '1 kB'],
  [483_000, '0.5 MB'],
  [267_954_768, '268 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(size(bytes)).toBe(text)
})

test('A text of strangers cannot move the cursor or break the line', () => {
  expect(oneLine('a\u001b[2Jb\r\nc\u202ed\u0000 ')).toBe('a [2Jb c d')
})

test('A long text is cut between characters, not within one', () => {
  expect(oneLine('😀😀😀😀', 3)).toBe('😀😀…')
})

test('Columns line up on their side', () => {
  expect(
    table('<>', [
      ['a', '1'],
      ['long', '100'],
    ]),
  ).toEqual(['a       1', 'long  100'])
})

test.each([
  ['/runs/one', '/runs/one'],
  ["/my runs/it's", `'/my runs/it'\\''s'`],
])('%s is one word for a shell', (path, word) => {
  expect(shellWord(path)).toBe(word)
})

test('Columns line up where a character takes two cells of the terminal', () => {
  const lines = table('<>', [
    ['好評', '1'],
    ['positive', '23'],
    ['👍🏽', '4'],
  ])
  expect(lines.map((line) => stringWidth(line))).toEqual([12, 12, 12])
})

test.each([
  ['neg/0.txt', 'neg/0.txt'],
  ['   /0.txt', '"   /0.txt"'],
  ['a\nb.txt', '"a\\nb.txt"'],
  ['a\u001b[2J', '"a\\u001b[2J"'],
])('The file name %j is shown as %s', (name, shown) => {
  expect(fileName(name)).toBe(shown)
})
