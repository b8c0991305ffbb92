import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { findLabelErrors, marginOf } from '../../../../src/main/trainer/desk/confident-learning.ts'

// label-errors.py beside this file made them, with cleanlab.
const numbers = z.array(z.number())
const golden = z
  .array(
    z.object({
      classes: z.int(),
      labels: numbers,
      probabilities: z.array(numbers),
      thresholds: numbers,
      joint: z.array(numbers),
      suspects: numbers,
    }),
  )
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'label-errors.json'), 'utf8')))

test.each(golden)('Label errors are those of cleanlab, in its order: $classes classes', (one) => {
  const found = findLabelErrors(Float64Array.from(one.probabilities.flat()), one.labels, one.classes)
  found.thresholds.forEach((threshold, k) => expect(threshold).toBeCloseTo(one.thresholds[k], 10))
  // cleanlab counts at least one on the diagonal.
  const joint = found.confidentJoint.map((row, k) => row.map((count, j) => (k === j ? Math.max(1, count) : count)))
  expect(joint).toEqual(one.joint)
  expect(found.suspects).toEqual(one.suspects)
  expect(found.suspects.length).toBeGreaterThan(3)
})

test('A class without examples is suspected of nothing, and nobody is of it', () => {
  const probabilities = Float64Array.from([0.6, 0.3, 0.1, 0.2, 0.7, 0.1, 0.1, 0.1, 0.8])
  const { thresholds, suspects } = findLabelErrors(probabilities, [0, 1, 1], 3)
  expect(thresholds[2]).toBe(Infinity)
  expect(suspects).toEqual([])
})

test('The margin is of the given class against the likeliest other', () => {
  expect(marginOf([0.2, 0.5, 0.3], 2)).toBeCloseTo(-0.2, 12)
})

test('Whatever the probabilities, suspects come once each, by margin, and have a likelier class', () => {
  const example = fc.record({ label: fc.nat(2), logits: fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)) })
  fc.assert(
    fc.property(fc.array(example, { minLength: 1, maxLength: 40 }), (examples) => {
      const rows = examples.map(({ logits }) => {
        const parts = logits.map((one) => 2 ** one)
        return parts.map((part) => part / parts.reduce((sum, one) => sum + one, 0))
      })
      const labels = examples.map(({ label }) => label)
      const { suspects } = findLabelErrors(Float64Array.from(rows.flat()), labels, 3)
      const margins = suspects.map((i) => marginOf(rows[i], labels[i]))
      expect(new Set(suspects).size).toBe(suspects.length)
      expect(margins).toEqual([...margins].sort((a, b) => a - b))
      expect(margins.every((margin) => margin <= 0)).toBe(true)
    }),
  )
})
