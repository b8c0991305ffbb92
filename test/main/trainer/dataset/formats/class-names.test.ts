import { expect, test } from 'vitest'
import { classNamesIn, classNamesOf, namedClass } from '../../../../../src/main/trainer/dataset/formats/class-names.ts'

const names = ['World', 'Sports']
const label = { _type: 'ClassLabel', names }

test('The names of classes are found, in fields and lists too', () => {
  const features = {
    text: { _type: 'Value' },
    label,
    meta: { topic: label },
    tags: [label],
    all: { _type: 'Sequence', feature: label },
  }
  const found = { label: names, 'meta.topic': names, tags: names, all: names }
  expect(Object.fromEntries(classNamesOf(features))).toEqual(found)
  expect(Object.fromEntries(classNamesIn(JSON.stringify({ info: { features } })))).toEqual(found)
})

test.each([undefined, '', '{', 'null', '{"info":7}', '{"info":{"features":{"a":{"_type":"ClassLabel","names":[7]}}}}'])(
  'The metadata %j has none',
  (metadata) => {
    expect(classNamesIn(metadata).size).toBe(0)
  },
)

test.each([
  [1, 'Sports'],
  [0n, 'World'],
  [-1, null],
  [7, 7],
  [
    [1, 0],
    ['Sports', 'World'],
  ],
  ['x', 'x'],
])('The class %o is %j', (value, named) => {
  expect(namedClass(value, names)).toEqual(named)
})

test('Without names a class is its number', () => {
  expect(namedClass(1, undefined)).toBe(1)
})
