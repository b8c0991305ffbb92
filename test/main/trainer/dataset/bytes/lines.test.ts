import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isBlank, readLines, splitLines } from '../../../../../src/main/trainer/dataset/bytes/lines.ts'
import { fileOf } from '../scratch.ts'

/** The lines of some bytes that come in pieces of some size. */
async function linesOf(content: string, size = 100, longest = 1000): Promise<(string | null)[]> {
  const bytes = Buffer.from(content)
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
  }
  const lines: (string | null)[] = []
  for await (const { number, bytes } of splitLines(pieces(), longest)) {
    expect(number).toBe(lines.length + 1)
    lines.push(bytes?.toString() ?? null)
  }
  return lines
}

test('Lines are those that LF ends, in whatever pieces they come', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '"', ' ', '\n') })
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (text, size) => {
      const expected = text.split('\n')
      if (expected.at(-1) === '') expected.pop()
      expect(await linesOf(text, size)).toEqual(expected)
    }),
  )
})

test('A CR before LF stays, and ends lines where no LF does', async () => {
  expect(await linesOf('a\r\nb\r\n')).toEqual(['a\r', 'b\r'])
  expect(await linesOf('a\rb\rc')).toEqual(['a', 'b', 'c'])
})

test('A line that is too long is passed over, and those after it keep their numbers', async () => {
  expect(await linesOf(`a\n${'x'.repeat(50)}\nb`, 7, 20)).toEqual(['a', null, 'b'])
})

test('A file is read as UTF-8 whatever its encoding', async () => {
  const lines: string[] = []
  const file = fileOf('x.txt', Buffer.from('caf\xe9\nna\xefve', 'latin1'))
  for await (const { bytes } of readLines(file, 'windows-1252')) lines.push(String(bytes))
  expect(lines).toEqual(['café', 'naïve'])
})

test.each([
  [' \t\r', true],
  ['', true],
  [' x ', false],
  ['\xa0', false],
])('Whether %j is blank', (text, expected) => {
  expect(isBlank({ number: 1, bytes: Buffer.from(text) })).toBe(expected)
  expect(isBlank({ number: 1, bytes: null })).toBe(false)
})
