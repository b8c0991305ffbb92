import { expect, test } from 'vitest'
import { applyCorrections } from '../../../../../src/main/trainer/dataset/survey/corrections.ts'
import { DigestTable } from '../../../../../src/main/trainer/dataset/store/digest-table.ts'
import { partCode, RowTable } from '../../../../../src/main/trainer/dataset/survey/rows.ts'
import { digestOf } from '../../../../../src/main/trainer/dataset/survey/survey.ts'
import { correction, type Correction } from '../../../../../src/shared/corrections.ts'
import { english } from '../../../../../src/shared/said.ts'

const texts = ['good', 'bad', 'dull', 'good']
const of = (text: string, change: Partial<Correction>): Correction =>
  correction.parse({ digest: digestOf(text), ...change })
function apply(...corrections: Correction[]) {
  const table = new RowTable()
  const numbers = new DigestTable()
  const { digests } = numbers
  for (const [i, text] of texts.entries()) {
    table.add({ label: i % 2, split: 'train', text: numbers.add(digestOf(text)), group: null })
  }
  const { rows, ...corrected } = applyCorrections(table.rows(), digests, ['neg', 'pos'], corrections, true)
  return {
    ...corrected,
    label: [...rows.label],
    part: [...rows.part],
    digest: Array.from(rows.text, (text) => digests.hex(text)),
  }
}
const sentences = (...corrections: Correction[]) =>
  apply(...corrections).findings.map(({ sentence }) => english(sentence))

test('Every row of a text gets its label, and the rows that have it already stay', () => {
  const { label, changed } = apply(of('good', { label: 'pos' }))
  expect(label).toEqual([1, 1, 0, 1])
  expect([...changed.keys()]).toEqual([0])
})

test('A text is left out, or edited, cleaned as all texts are, and may be corrected under its new digest', () => {
  const { train, leftOut } = partCode
  expect(apply(of('good', { isLeftOut: true })).part).toEqual([leftOut, train, train, leftOut])
  const { label, digest, changed } = apply(of('dull', { text: ' very<br>dull ' }), of('very dull', { label: 'pos' }))
  expect([label[2], digest[2]]).toEqual([1, digestOf('very dull')])
  expect(changed.get(2)).toEqual({ digest: digestOf('dull'), text: 'very dull' })
})

test('Texts that are edited into each other end somewhere', () => {
  const { digest } = apply(of('good', { text: 'bad' }), of('bad', { text: 'good' }))
  expect(digest).toEqual(['good', 'bad', 'dull', 'good'].map(digestOf))
})

test('What was done is said, and what could not be', () => {
  expect(sentences(of('good', { isLeftOut: true }), of('bad', { label: 'neg', text: 'worse' }))).toEqual([
    'By corrections: 1 label changed, 1 text edited and 2 texts left out.',
  ])
  expect(sentences(of('bad', { label: 'odd' }), of('gone', { label: 'neg' }))).toEqual([
    'No text has "odd", which corrections name: they are left as they are.',
    '1 correction is of a text that is not used here.',
  ])
  expect(sentences()).toEqual([])
})
