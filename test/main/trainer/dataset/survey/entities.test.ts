import { expect, test } from 'vitest'
import { EntityCount } from '../../../../../src/main/trainer/dataset/survey/entities.ts'
import { inEnglish } from '../../../../in-english.ts'

function findingsOf(...texts: string[]) {
  const entities = new EntityCount()
  for (const [i, text] of texts.entries()) entities.add({ text, label: 'a', file: 'x.csv', line: i + 2 })
  return inEnglish(entities.findings())
}

test('Texts with characters as HTML writes them are counted, named and shown', () => {
  expect(findingsOf('a &nbsp; b', 'plain', 'it&#39;s &amp; that', 'it&#x27;s')).toEqual([
    {
      kind: 'tokens',
      severity: 'note',
      sentence: expect.stringMatching(/^3 texts hold characters as HTML writes them, such as &nbsp;,/) as string,
      rows: [2, 4, 5].map((line) => expect.objectContaining({ line }) as object),
      rowsInAll: 3,
    },
  ])
})

test.each(['AT&T', 'a && b;', 'R&D; more', '?a=1&copy=2', 'Q & A;', '&#1;'])('%j is no such text', (text) => {
  expect(findingsOf(text, text)).toEqual([])
})

test('Few of many texts are not worth a word', () => {
  const plain = Array.from({ length: 300 }, () => 'plain')
  expect(findingsOf('&amp;', ...plain)).toEqual([])
  expect(findingsOf('&amp;', '&amp;', ...plain)).toEqual([])
  expect(findingsOf('&amp;', '&amp;', '&amp;', '&amp;', ...plain)).toHaveLength(1)
})
