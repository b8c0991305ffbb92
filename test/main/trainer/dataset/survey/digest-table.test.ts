import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DigestTable } from '../../../../../src/main/trainer/dataset/survey/digest-table.ts'

test('Equal digests have one number, from 0 in the order in which they were met, even where they begin alike', () => {
  // Of few different words, most digests begin as another does, and many differ in their last word alone.
  const word = fc.constantFrom('00000000', 'ffffffff', '0123abcd')
  const digest = fc.array(word, { minLength: 8, maxLength: 8 }).map((words) => words.join(''))
  fc.assert(
    fc.property(fc.array(digest), (digests) => {
      const table = new DigestTable()
      const different = [...new Set(digests)]
      for (const one of digests) expect(table.add(one)).toBe(different.indexOf(one))
      expect(table.size).toBe(different.length)
      expect(different.map((_, number) => table.hex(number))).toEqual(different)
    }),
  )
})

test('A hundred thousand digests are found again', () => {
  const table = new DigestTable()
  const digests = Array.from({ length: 100_000 }, (_, i) => createHash('sha256').update(String(i)).digest('hex'))
  expect(digests.every((digest, i) => table.add(digest) === i)).toBe(true)
  expect(digests.every((digest, i) => table.hex(i) === digest && table.add(digest) === i)).toBe(true)
  expect(table.size).toBe(digests.length)
})
