import { expect, test } from 'vitest'
import { Column } from '../../../../../src/main/trainer/dataset/store/column.ts'

test.each([0, 1, 1024, 1025, 5000])('Has all of %i numbers that were added', (count) => {
  const numbers = Uint16Array.from({ length: count }, (_, i) => 7 * i)
  const column = new Column(Uint16Array)
  for (const one of numbers) column.push(one)
  expect(column.length).toBe(count)
  expect(column.values()).toEqual(numbers)
  expect(numbers.every((one, i) => column.at(i) === one)).toBe(true)
})
