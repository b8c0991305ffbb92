import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inOrder, isNumbered } from '../../../../../src/main/trainer/dataset/labels/order.ts'

test.each([
  [['10', '9', '-1', '1.5'], null, ['-1', '1.5', '9', '10']],
  [['class 10', 'class 2', 'class 1'], null, ['class 1', 'class 2', 'class 10']],
  [['b', 'a', 'B'], null, ['B', 'a', 'b']],
  [
    ['a', 'World', 'Sports'],
    ['World', 'Sports', 'Business'],
    ['World', 'Sports', 'a'],
  ],
  [['a', 'a1', 'a01'], null, ['a', 'a01', 'a1']],
])('%j with the classes %j are %j', (labels, classes, ordered) => {
  expect(inOrder(labels, classes)).toEqual(ordered)
})

test('The order does not depend on the order in which labels are met, and loses none', () => {
  const label = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '9', '-', '.', ' '), maxLength: 6 })
  const labels = fc.uniqueArray(label, { maxLength: 8 })
  fc.assert(
    fc.property(labels, fc.nat(), (labels, turn) => {
      const place = labels.length === 0 ? 0 : turn % labels.length
      const ordered = inOrder(labels, null)
      expect(inOrder([...labels.slice(place), ...labels.slice(0, place)].toReversed(), null)).toEqual(ordered)
      expect([...ordered].sort()).toEqual([...labels].sort())
    }),
    { numRuns: 500 },
  )
})

test('Numbers, and classes of the dataset, are numbered', () => {
  expect([isNumbered(['0', '1.5'], null), isNumbered(['a'], ['a']), isNumbered(['0', 'a'], null)]).toEqual([
    true,
    true,
    false,
  ])
})
