import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RowPlaces } from '../../../../../src/main/trainer/dataset/store/row-places.ts'

test('Every row is found where it stood', () => {
  // Whole files, files of several lines, lines that are left out, and a file that comes twice.
  const place = fc.record({ file: fc.constantFrom('a', 'b', 'c'), line: fc.nat(6) })
  const steps = fc.array(fc.oneof(place, fc.constant('next' as const)))
  fc.assert(
    fc.property(steps, (steps) => {
      const places = new RowPlaces()
      const given: { file: string; line: number }[] = []
      for (const step of steps) {
        const { file, line } = given.at(-1) ?? { file: 'a', line: 0 }
        const one = step === 'next' ? { file, line: line + 1 } : step
        given.push(one)
        places.add(one.file, one.line)
      }
      expect(given.map((_, i) => places.of(i))).toEqual(given)
    }),
  )
})
