import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isModest } from '../../../src/main/web/message-shape.ts'

const isSo = (json: string): boolean => isModest(Buffer.from(json))

test.each([
  ['numbers', `[${'1,'.repeat(100_000)}1]`],
  ['objects', `[${'{},'.repeat(60_000)}{}]`],
  ['lists within lists', '['.repeat(65)],
  ['objects within objects', '{"a":'.repeat(65)],
  ['numbers after a text that ends in a backslash', `["\\\\",${'1,'.repeat(100_000)}1]`],
  ['numbers after a quote within a text', `["\\"",${'1,'.repeat(100_000)}1]`],
])('Too many %s are not modest', (_, json) => expect(isSo(json)).toBe(false))

test.each([
  ['brackets', '['.repeat(1000)],
  ['commas', ','.repeat(200_000)],
  ['quotes', '",['.repeat(100_000)],
  ['backslashes', '\\'.repeat(100_001)],
])('A text of %s alone is modest', (_, text) => expect(isSo(JSON.stringify([text, text]))).toBe(true))

test('Whatever a page sends is modest', () => {
  fc.assert(fc.property(fc.json(), (json) => isSo(json)))
})
