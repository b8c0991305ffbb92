import { expect, test } from 'vitest'
import { applyCorrections } from '../../../../../src/main/trainer/dataset/survey/corrections.ts'
import { digestOf } from '../../../../../src/main/trainer/dataset/survey/survey.ts'
import { correction, type Correction } from '../../../../../src/shared/corrections.ts'

const texts = ['good', 'bad', 'dull', 'good']
const rows = texts.map((text, ordinal) => ({
  ordinal,
  label: ordinal % 2,
  split: 'train' as const,
  digest: digestOf(text),
}))
const of = (text: string, change: Partial<Correction>): Correction =>
  correction.parse({ digest: digestOf(text), ...change })
const apply = (...corrections: Correction[]) => applyCorrections(rows, ['neg', 'pos'], corrections, true)
const sentences = (...corrections: Correction[]) => apply(...corrections).findings.map(({ sentence }) => sentence)

test('Every row of a text gets its label, and the rows that have it already stay', () => {
  const { rows: corrected, changed } = apply(of('good', { label: 'pos' }))
  expect(corrected.map((row) => row?.label)).toEqual([1, 1, 0, 1])
  expect([...changed.keys()]).toEqual([0])
  expect(corrected[3]).toBe(rows[3])
})

test('A text is left out, or edited, cleaned as all texts are, and may be corrected under its new digest', () => {
  const out = apply(of('good', { isLeftOut: true })).rows
  expect(out.map((row) => row?.ordinal)).toEqual([undefined, 1, 2, undefined])
  const { rows: edited, changed } = apply(of('dull', { text: ' very<br>dull ' }), of('very dull', { label: 'pos' }))
  expect(edited[2]).toMatchObject({ label: 1, digest: digestOf('very dull') })
  expect(changed.get(2)).toEqual({ digest: digestOf('dull'), text: 'very dull' })
})

test('Texts that are edited into each other end somewhere', () => {
  const { rows: edited } = apply(of('good', { text: 'bad' }), of('bad', { text: 'good' }))
  expect(edited.map((row) => row?.digest)).toEqual([rows[0].digest, rows[1].digest, rows[2].digest, rows[0].digest])
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
