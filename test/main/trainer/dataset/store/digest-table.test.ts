import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DigestTable } from '../../../../../src/main/trainer/dataset/store/digest-table.ts'

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
      expect(different.map((_, number) => table.digests.hex(number))).toEqual(different)
    }),
  )
})

test('More digests than are kept in memory are found again', () => {
  const table = new DigestTable()
  const digests = Array.from({ length: 200_000 }, (_, i) => createHash('sha256').update(String(i)).digest('hex'))
  expect(digests.every((digest, i) => table.add(digest) === i)).toBe(true)
  expect(digests.every((digest, i) => table.digests.hex(i) === digest && table.add(digest) === i)).toBe(true)
  expect(table.size).toBe(digests.length)
})

test('A table over digests that have their numbers goes on from them', () => {
  const first = new DigestTable()
  const digests = Array.from({ length: 140_000 }, (_, i) => createHash('sha256').update(String(i)).digest('hex'))
  for (const digest of digests.slice(0, 139_000)) first.add(digest)
  const table = new DigestTable(first.digests)
  expect(digests.every((digest, i) => table.add(digest) === i)).toBe(true)
  expect(first.digests.size).toBe(digests.length)
})
