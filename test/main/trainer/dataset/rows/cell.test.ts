import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellText, labelsIn } from '../../../../../src/main/trainer/dataset/rows/cell.ts'

test.each([
  [1, '1'],
  [1.5, '1.5'],
  [12n, '12'],
  [true, 'true'],
  [NaN, ''],
  [null, ''],
  [undefined, ''],
  [[['a']], 'a'],
  [[], ''],
  [['a', 'b'], null],
  [{ a: 1 }, null],
  [new Float32Array([2]), '2'],
])('The cell %o is the text %j', (cell, text) => {
  expect(cellText(cell)).toBe(text)
})

test('A list in lists of one is reached, however deep it lies', () => {
  let cell: unknown = 'a'
  for (let i = 0; i < 100_000; i++) cell = [cell]
  expect(cellText(cell)).toBe('a')
})

test('A list of labels is read as JSON writes it, and as Python prints it', () => {
  const label = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', "'", '"', '[', ']', '\\') })
  fc.assert(
    fc.property(fc.array(label, { minLength: 1 }), (labels) => {
      expect(labelsIn(JSON.stringify(labels))).toEqual(labels)
      const printed = labels.map((one) => `'${one.replace(/[\\']/g, '\\$&')}'`)
      expect(labelsIn(`[${printed.join(', ')}]`)).toEqual(labels)
      expect(labelsIn(labels)).toEqual(labels)
    }),
  )
})

test.each(['[a]', "['a' and more]", '["a"', '[see note 7] a text', 'a'])('%j is one label', (text) => {
  expect(labelsIn(text)).toEqual([text])
})

test.each(["['", "['\\\\", "['a',", '[1,', '[ '])('Takes linear time on many times %j', (piece) => {
  const started = performance.now()
  labelsIn(`${piece.repeat(200_000)}]`)
  expect(performance.now() - started).toBeLessThan(2000)
})
