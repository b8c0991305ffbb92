import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lengthFindings } from '../../../../src/main/trainer/commands/text-lengths.ts'
import { inEnglish } from '../../../in-english.ts'

const lengths = (short: number, long: number, tokens: number): number[] => [
  ...new Array<number>(short).fill(20),
  ...new Array<number>(long).fill(tokens),
]

test('Nothing is said where nearly every text is read to its end', () => {
  expect(lengthFindings(lengths(99, 1, 300), 128, 512)).toEqual([])
})

test('Texts that lose their end get the shortest length at which nearly none does', () => {
  expect(inEnglish(lengthFindings(lengths(90, 10, 300), 128, 512))).toMatchObject([
    {
      kind: 'tokens',
      sentence: '10.0 % of the texts lose their end at 128 tokens; at 320 none would, and training takes longer.',
      fixes: [{ title: 'Set maximum length to 320', change: { maxLength: 320 } }],
    },
  ])
})

test('No length is proposed that the model cannot read', () => {
  const [found] = inEnglish(lengthFindings(lengths(90, 10, 900), 128, 512))
  expect(found.fixes).toEqual([{ title: 'Set maximum length to 512', change: { maxLength: 512 } }])
  expect(found.sentence).toMatch(/at 512 10\.0 % would/)
  const [most] = inEnglish(lengthFindings(lengths(90, 10, 900), 512, 512))
  expect([most.fixes, most.sentence]).toEqual([
    undefined,
    '10.0 % of the texts lose their end at 512 tokens, which is the most that this model reads.',
  ])
})

test('What is proposed is always longer, and never more than the model reads', () => {
  const some = fc.array(fc.integer({ min: 3, max: 3000 }), { minLength: 1 })
  const positions = fc.constantFrom(64, 100, 512, 514)
  fc.assert(
    fc.property(some, fc.integer({ min: 8, max: 64 }), positions, (all, maxLength, most) => {
      for (const { fixes = [] } of lengthFindings(all, maxLength, most)) {
        for (const { change } of fixes) {
          expect(change.maxLength).toBeGreaterThan(maxLength)
          expect(change.maxLength).toBeLessThanOrEqual(most)
        }
      }
    }),
  )
})
