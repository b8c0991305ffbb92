import { expect, test } from 'vitest'
import { suspectsSentence } from '../../src/shared/suspects.ts'

test.each([
  [
    { texts: 480, probable: 15, total: 17 },
    '15 of 480 training texts probably have a wrong label: they come first. Of 2 more another label is likelier than their own.',
  ],
  [{ texts: 480, probable: 1, total: 1 }, '1 of 480 training texts probably has a wrong label.'],
])('Tells the probable label errors from the rest of the list', (head, sentence) => {
  expect(suspectsSentence(head)).toBe(sentence)
})
