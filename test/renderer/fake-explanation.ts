import type { CallResult } from '../../src/shared/app-contract.ts'

/** Longer words matter more; every third one is against the label. */
export function fakeExplanation(text: string): CallResult<'explain'> {
  const words = [...text.matchAll(/\S+/g)].map(({ index, 0: word }, i) => ({
    start: index,
    stop: index + word.length,
    attention: word.length / 10,
    gradients: (word.length / 5) * (i % 3 === 2 ? -1 : 1),
  }))
  const sum = words.reduce((sum, { gradients }) => sum + gradients, 0)
  return { text, label: 'pos', words, rest: 0.1, difference: sum + 0.1, steps: 32 }
}
