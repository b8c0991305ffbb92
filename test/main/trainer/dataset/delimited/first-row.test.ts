import { expect, test } from 'vitest'
import { looksLikeRow } from '../../../../../src/main/trainer/dataset/delimited/first-row.ts'

const text = (i: number): string => `This is what somebody wrote of thing number ${i}`
const below = Array.from({ length: 20 }, (_, i) => [text(i), ['ham', 'spam'][i % 2] ?? '', String(i)])

test.each([
  [['text', 'label', 'id'], 'header'],
  [[text(99), 'ham', '99'], 'row'],
  [['message', 'ham', 'id'], 'header'],
  [['', '', ''], 'header'],
] as const)('%j above texts, labels and numbers is a %s', (first, kind) => {
  expect(looksLikeRow(first, below)).toBe(kind)
})

test('A header that comes again within the file is one', () => {
  expect(looksLikeRow(['text', 'label', 'id'], [...below, ['text', 'label', 'id']])).toBe('header')
})

test('Of two rows nobody can tell: the first is a header', () => {
  expect(looksLikeRow([text(1), 'ham', '1'], below.slice(0, 2))).toBe('header')
})
