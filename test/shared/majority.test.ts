import { expect, test } from 'vitest'
import { majorityOf } from '../../src/shared/majority.ts'

test('Is the label that is commonest outside the test part, measured on the test part', () => {
  const counts = { train: [6, 5], validation: [0, 2], test: [7, 3] }
  expect(majorityOf({ labels: ['a', 'b'], counts })).toEqual({ label: 'b', accuracy: 0.3 })
  expect(majorityOf({ labels: ['a', 'b'], counts: { ...counts, test: [0, 0] } })).toBeNull()
})
