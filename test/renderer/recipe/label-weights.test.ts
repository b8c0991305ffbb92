import { expect, it } from 'vitest'
import { weightsWith } from '../../../src/renderer/recipe/label-weights.ts'

const spam = [{ label: 'spam', weight: 5 }]

it('A weight is added, changed, and taken away by an empty field', () => {
  expect(weightsWith(spam, 'ham', '0.5')).toEqual([...spam, { label: 'ham', weight: 0.5 }])
  expect(weightsWith(spam, 'spam', '2')).toEqual([{ label: 'spam', weight: 2 }])
  expect(weightsWith(spam, 'spam', ' ')).toEqual([])
})

it.each(['0', '-1', 'much', '1001', 'Infinity'])('%s is no weight', (text) => {
  expect(weightsWith(spam, 'spam', text)).toBeNull()
})
