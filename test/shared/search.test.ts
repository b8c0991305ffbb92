import { expect, test } from 'vitest'
import { whyNotLowest } from '../../src/shared/search.ts'

const trials = [0.65, 0.63, null].map((loss) => {
  return { learningRate: 1e-3, headLearningRate: 1e-3, epochs: 2, loss, accuracy: 0.8, macroF1: null, seconds: 1 }
})

test('Rates that are not those with the lowest loss are told to be so', () => {
  expect(whyNotLowest({ trials, chosen: 0, chooseBy: 'loss' })).toMatch(/lower loss, but are not clearly better/)
  expect(whyNotLowest({ trials, chosen: 1, chooseBy: 'loss' })).toBeNull()
})

test('Nothing is said of the loss where macro F1 chooses', () => {
  expect(whyNotLowest({ trials, chosen: 0, chooseBy: 'macro-f1' })).toBeNull()
})
