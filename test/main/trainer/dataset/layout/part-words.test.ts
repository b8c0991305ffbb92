import { expect, test } from 'vitest'
import {
  areParts,
  flaggedPart,
  flagOf,
  partNamedIn,
} from '../../../../../src/main/trainer/dataset/layout/part-words.ts'

test.each([
  ['train', 'train'],
  ['Hold-out', 'test'],
  ['hold_out', 'test'],
  ['VALIDACIÓN', 'validation'],
  ['тест', 'test'],
  ['train_set', 'train'],
  ['trainer', null],
  ['', null],
  ['test'.repeat(10), null],
  [7, null],
])('%j names the part %j', (value, part) => {
  expect(partNamedIn(value)).toBe(part)
})

test.each([
  [['train', 'test', 'train'], true],
  [['train', 'train'], false],
  [['test', 'validation'], false],
  [['train', 'test', 'other'], false],
  [[], false],
])('%j are parts and nothing else: %s', (values, are) => {
  expect(areParts(values)).toBe(are)
})

test.each([
  ['is_test', 'test'],
  ['isTest', 'test'],
  ['is_valid', 'validation'],
  ['in train set', 'train'],
  ['is_spam', null],
  ['test', null],
])('The column %s flags the part %j', (column, part) => {
  expect(flaggedPart(column)).toBe(part)
})

test.each([
  [true, true],
  ['Yes', true],
  [' 1.0 ', true],
  ['f', false],
  [0, false],
  ['2', null],
  [null, null],
  [Symbol('x'), null],
])('The flag %s is %j', (value, set) => {
  expect(flagOf(value)).toBe(set)
})
