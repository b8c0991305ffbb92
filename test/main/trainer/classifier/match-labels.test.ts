import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchLabels } from '../../../../src/main/trainer/classifier/match-labels.ts'

describe('matchLabels', () => {
  it('takes labels as they are written first', () => {
    expect(matchLabels(['pos', 'Pos'], ['Pos', 'pos'])).toEqual({ classes: [1, 0], notes: [] })
  })

  it.each([
    ['1.0', '1'],
    ['1', '1.0'],
    ['+1', '1'],
    ['007', '7'],
    ['-1.0', '-1'],
    ['TRUE', 'True'],
    [' pos\u200b', 'pos'],
    ['POS', 'pos'],
    ['cafe\u0301', 'café'],
  ])('knows %j as %j, and says so', (given, known) => {
    const { classes, notes } = matchLabels([given], ['other', known])
    expect(classes).toEqual([1])
    expect(notes).toEqual([
      `Labels are taken as the model writes them: ${JSON.stringify(given)} as ${JSON.stringify(known)}.`,
    ])
  })

  it('takes no way of writing that stands for two labels', () => {
    expect(matchLabels(['POS'], ['pos', 'Pos']).classes).toEqual([null])
  })

  it.each([
    [
      ['0', '1'],
      ['LABEL_0', 'LABEL_1'],
    ],
    [
      ['0.0', '1.0'],
      ['LABEL_0', 'LABEL_1'],
    ],
    [
      ['LABEL_0', 'LABEL_1'],
      ['0', '1'],
    ],
    [
      ['LABEL_0', 'LABEL_1'],
      ['neg', 'pos'],
    ],
    [
      ['label_0', 'label_1'],
      ['LABEL_0', 'LABEL_1'],
    ],
  ])('takes %j by their numbers for a model of %j', (given, known) => {
    expect(matchLabels(given, known).classes).toEqual([0, 1])
  })

  it('does not guess which name a bare number has', () => {
    expect(matchLabels(['0', '1'], ['neg', 'pos'])).toEqual({ classes: [null, null], notes: [] })
  })

  it('knows no class beyond those of the model', () => {
    expect(matchLabels(['0', '7'], ['LABEL_0', 'LABEL_1']).classes).toEqual([0, null])
  })

  it('lists the first ten only', () => {
    const known = Array.from({ length: 15 }, (_, i) => `label ${i}`)
    const [note] = matchLabels(
      known.map((label) => label.toUpperCase()),
      known,
    ).notes
    expect(note).toContain('"LABEL 9" as "label 9" and 5 more.')
  })

  it('finds every label of the model itself, whatever they are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary' })), (labels) => {
        expect(matchLabels(labels, labels)).toEqual({ classes: labels.map((_, i) => i), notes: [] })
      }),
    )
  })
})
