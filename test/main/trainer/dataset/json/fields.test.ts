import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldOf, FieldNames } from '../../../../../src/main/trainer/dataset/json/fields.ts'

const names = (...records: Readonly<Record<string, unknown>>[]): readonly string[] => {
  const found = new FieldNames()
  for (const one of records) found.add(one)
  return found.all
}

test('Every name of plain records is a column, and leads back to its value', () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '.', ' ', '_'), minLength: 1 })
  const plain = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
  fc.assert(
    fc.property(fc.array(fc.dictionary(key, plain, { noNullPrototype: true })), (records) => {
      const all = names(...records)
      expect(new Set(all)).toEqual(new Set(records.flatMap((one) => Object.keys(one))))
      for (const one of records) for (const name of Object.keys(one)) expect(fieldOf(one, name)).toBe(one[name])
    }),
  )
})

test('Every column of nested records leads to a value that is there', () => {
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.array(tie('tree'), { minLength: 1, maxLength: 1 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree'), { noNullPrototype: true }),
    ),
  }))
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('x', 'y'), tree, { noNullPrototype: true }), (record) => {
      for (const name of names(record)) expect(fieldOf(record, name)).not.toBeUndefined()
    }),
  )
})

test('Columns are in order of appearance, with the one item of a list by its place', () => {
  expect(names({ b: 1, a: { c: [{ d: 2 }], e: [1, 2] } }, { f: null, b: 2 })).toEqual(['b', 'a.c.0.d', 'a.e', 'f'])
})

test('Only own fields have a value', () => {
  expect(fieldOf({ a: {} }, 'constructor')).toBeUndefined()
  expect(fieldOf({ a: {} }, 'a.toString')).toBeUndefined()
  expect(fieldOf({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1)
})
