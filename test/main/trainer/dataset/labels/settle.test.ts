import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settleLabels, type Labelling } from '../../../../../src/main/trainer/dataset/labels/settle.ts'
import { cleanLabel } from '../../../../../src/main/trainer/dataset/labels/clean-label.ts'
import { english } from '../../../../../src/shared/said.ts'
import { inEnglish } from '../../../../in-english.ts'

const plain: Labelling = { labelMap: [], mergeCase: false }

function settle(
  labels: readonly string[],
  labelling: Partial<Labelling> = {},
  classes: readonly string[] | null = null,
) {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return settleLabels(counts, { ...plain, ...labelling }, classes)
}
const sentences = (settled: ReturnType<typeof settle>) =>
  settled.findings.map(({ sentence }) => english(sentence)).join(' ')

describe('labels', () => {
  test.each([
    [
      ['0', '1', '1.0', '0.0'],
      ['0', '1'],
    ],
    [
      ['10', '9', '2'],
      ['2', '9', '10'],
    ],
    [
      ['-1', '1', '0'],
      ['-1', '0', '1'],
    ],
    [
      ['True', 'TRUE', 'False', 'True'],
      ['False', 'True'],
    ],
    [
      ['Yes', 'no', 'yes', 'yes'],
      ['no', 'yes'],
    ],
    [
      ['10 stars', '2 stars', '1 star'],
      ['1 star', '2 stars', '10 stars'],
    ],
    [
      ['LABEL_10', 'LABEL_2'],
      ['LABEL_2', 'LABEL_10'],
    ],
    [
      ['1', '1.0', 'unknown'],
      ['1', '1.0', 'unknown'],
    ],
    [
      ['b', 'B', 'a'],
      ['B', 'a', 'b'],
    ],
  ])('%j are the classes %j', (given, classes) => {
    expect(settle(given).labels).toEqual(classes)
  })

  test('keep the order of the classes that their dataset has, and their numbers', () => {
    const settled = settle(['Business', 'World', 'Sports'], {}, ['World', 'Sports', 'Business', 'Sci/Tech'])
    expect(settled.labels).toEqual(['World', 'Sports', 'Business', 'Sci/Tech'])
    expect(sentences(settled)).toContain('No text has the class "Sci/Tech"')
  })

  test('that look alike are kept and told, with a way to merge them', () => {
    const settled = settle(['Pos', 'pos', 'pos', 'neg'])
    expect(settled.labels).toEqual(['Pos', 'neg', 'pos'])
    expect(inEnglish(settled.findings)).toEqual([
      {
        kind: 'labels',
        severity: 'warning',
        sentence: expect.stringMatching(/differ in case.*"Pos" \(1\) and "pos" \(2\)/),
        fixes: [{ title: 'Merge them', change: { mergeCase: true } }],
      },
    ])
  })

  test('that look alike are not told of once they are mapped', () => {
    const said = (to: string | null) => sentences(settle(['Pos', 'pos', 'neg'], { labelMap: [{ from: 'Pos', to }] }))
    expect(said('pos')).not.toContain('differ in case')
    expect(said(null)).not.toContain('differ in case')
    expect(said('POS')).toContain('"POS" (1) and "pos" (1)')
  })

  test('that look alike are merged into the commonest on demand', () => {
    const settled = settle(['Pos', 'pos', 'pos', 'pos!', 'neg', 'NEG'], { mergeCase: true })
    expect(settled.labels).toEqual(['NEG', 'pos'])
    expect([...settled.classOf]).toEqual([
      ['Pos', 1],
      ['pos', 1],
      ['pos!', 1],
      ['neg', 0],
      ['NEG', 0],
    ])
  })

  test('are renamed, merged and left out as the person says, numbers keeping their places', () => {
    const labelMap = [
      { from: '5', to: 'good' },
      { from: '1.0', to: 'poor' },
      { from: '2', to: 'poor' },
      { from: '3', to: null },
      { from: '4', to: 'good' },
    ]
    const settled = settle(['1', '2', '3', '4', '5', '1.0'], { labelMap })
    expect(settled.labels).toEqual(['poor', 'good'])
    expect(settled.classOf.get('1.0')).toBe(0)
    expect(settled.classOf.get('3')).toBeNull()
    expect(sentences(settled)).toContain('"3" (1) is left out')
  })

  test('are swapped at once, not one after the other', () => {
    const settled = settle(['a', 'b'], {
      labelMap: [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
      ],
    })
    expect([settled.classOf.get('a'), settled.classOf.get('b')]).toEqual([1, 0])
  })

  test('that a map names in vain are told, with those that there are', () => {
    const settled = settle(['pos', 'neg'], { labelMap: [{ from: 'Positive', to: 'pos' }] })
    expect(settled.findings[0]?.severity).toBe('warning')
    expect(sentences(settled)).toContain('names "Positive", which no text has; the labels are "neg", "pos".')
  })

  test.each([
    [['comedy|drama', 'drama|comedy', 'comedy', 'drama', 'drama|action', 'action'], true],
    [['joy, anger', 'joy', 'anger', 'anger, joy'], true],
    [['Sci/Tech', 'World', 'Business'], false],
    [['Rock & Roll', 'Drum & Bass', 'Pop'], false],
  ])('of %j are taken for several in one: %s', (given, are) => {
    expect(sentences(settle(given)).includes('several in one')).toBe(are)
  })

  test('are the same whatever their order, and settled once they are settled', () => {
    const spelling = fc.constantFrom(
      ...'a A b B a. 1 1.0 01 2 10 true True FALSE yes Yes été'.split(' '),
      'e\u0301te\u0301',
    )
    fc.assert(
      fc.property(fc.array(spelling, { minLength: 1 }), fc.boolean(), (given, mergeCase) => {
        const labels = given.map(cleanLabel)
        const settled = settle(labels, { mergeCase })
        expect(settle([...labels].reverse(), { mergeCase }).labels).toEqual(settled.labels)
        const named = labels.map((label) => settled.labels[settled.classOf.get(label) ?? -1] ?? '')
        expect(settle(named, { mergeCase }).labels).toEqual(settled.labels)
      }),
    )
  })
})

describe('a mark alone', () => {
  test.each([
    [['yes', 'no', '-'], '"-" (1)'],
    [['a', 'b', '??', '--', '--'], '"--" (2), "??" (1)'],
  ])('beside words is said to be trained on, and can be left out: %j', (labels, list) => {
    const settled = settle(labels)
    expect(sentences(settled)).toContain(`Trained on as a label like any other: ${list}`)
    const change = settled.findings[0]?.fixes?.[0]?.change ?? {}
    expect(settle(labels, change).labels).not.toContain(change.labelMap?.[0]?.from)
  })

  test.each([[['+', '-']], [['yes', 'no']], [['😀', 'no']], [['c++', 'c#']]])('needs no word: %j', (labels) => {
    expect(settle(labels).findings).toEqual([])
  })
})
