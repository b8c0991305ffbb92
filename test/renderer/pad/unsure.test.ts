import { expect, test } from 'vitest'
import { isUnsure } from '../../../src/renderer/pad/unsure.ts'

test('An answer is unsure below what the model was told, or where two labels are near each other', () => {
  expect(isUnsure({ probs: [0.2, 0.8], abstained: true })).toBe(true)
  expect(isUnsure({ probs: [0.2, 0.8], abstained: false })).toBe(false)
  expect(isUnsure({ probs: [0.46, 0.54], abstained: false })).toBe(true)
  expect(isUnsure({ probs: Array<number>(50).fill(0.02), abstained: false })).toBe(true)
  expect(isUnsure({ probs: [1], abstained: false })).toBe(false)
})
