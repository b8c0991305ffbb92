import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePart, partCode } from '../../../../../src/main/trainer/dataset/survey/rows.ts'
import { splitRows as splitInto, type SplitOptions } from '../../../../../src/main/trainer/dataset/survey/split.ts'
import type { Part } from '../../../../../src/main/trainer/dataset/layout/layout.ts'
import type { Split } from '../../../../../src/shared/dataset-summary.ts'

const plain: SplitOptions = { smallRun: false, testShare: 0.2, validationShare: 0, seed: 42 }

type Rows = Parameters<typeof splitInto>[0]

function surveyOf(labels: readonly number[], split: (i: number) => Part = () => null): Rows {
  const count = Math.max(...labels) + 1
  return {
    labels: Array.from({ length: count }, (_, i) => String(i)),
    rows: {
      label: Uint16Array.from(labels),
      part: Uint8Array.from(labels, (_, i) => partCode[split(i) ?? 'undecided']),
      group: new Int32Array(labels.length).fill(-1),
    },
    isAutomatic: labels.every((_, i) => split(i) === null),
  }
}

function splitRows(...given: Parameters<typeof splitInto>): (Split | null)[] {
  return Array.from(splitInto(...given), decodePart)
}

function count({ rows, labels }: Rows, parts: readonly (Split | null)[], part: Split | null): number[] {
  return labels.map((_, label) => parts.filter((one, i) => rows.label[i] === label && one === part).length)
}

// At least two rows of each of two to six labels, in any order.
const labelled = fc
  .integer({ min: 2, max: 6 })
  .chain((labels) =>
    fc.array(fc.integer({ min: 0, max: labels - 1 }), { maxLength: 120 }).map((more) => [labels, more] as const),
  )
  .chain(([labels, more]) => {
    const all = [...Array.from({ length: 2 * labels }, (_, i) => i % labels), ...more]
    return fc.shuffledSubarray(all, { minLength: all.length })
  })
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true })
const seed = fc.nat()

describe('the automatic split', () => {
  test('takes the share of each label, at least one and never all', () => {
    fc.assert(
      fc.property(labelled, share, seed, (labels, testShare, seed) => {
        const survey = surveyOf(labels)
        const parts = splitRows(survey, { ...plain, testShare, seed })
        const [train, test] = [count(survey, parts, 'train'), count(survey, parts, 'test')]
        for (const [label, tested] of test.entries()) {
          const all = tested + train[label]
          expect(tested).toBeGreaterThanOrEqual(1)
          expect(tested).toBeLessThanOrEqual(all - 1)
          // No other number is nearer to the share, unless it is none or all.
          if (tested > 1) expect(tested - all * testShare).toBeLessThanOrEqual(0.5 + 1e-9)
          if (tested < all - 1) expect(all * testShare - tested).toBeLessThanOrEqual(0.5 + 1e-9)
        }
      }),
    )
  })

  test.each([
    [100, 0.2, 20],
    [10, 0.25, 3],
    [10, 0.24, 2],
    [7, 0.5, 4],
    [100, 0.001, 1],
    [100, 0.999, 99],
    [2, 0.9, 1],
    [3, 0.01, 1],
    [3, 0.99, 2],
  ])('sets aside of %i texts of a label at a share of %d just %i', (all, testShare, tested) => {
    const survey = surveyOf(Array.from({ length: 2 * all }, (_, i) => i % 2))
    expect(count(survey, splitRows(survey, { ...plain, testShare }), 'test')).toEqual([tested, tested])
  })

  test('is the same for the same seed and different for another', () => {
    const survey = surveyOf(Array.from({ length: 200 }, (_, i) => i % 2))
    expect(splitRows(survey, plain)).toEqual(splitRows(survey, plain))
    expect(splitRows(survey, plain)).not.toEqual(splitRows(survey, { ...plain, seed: 43 }))
  })
})

describe('the validation part', () => {
  test('is taken from the training part alone, leaves some of each label and does not move the test part', () => {
    fc.assert(
      fc.property(labelled, share, seed, (labels, validationShare, seed) => {
        const survey = surveyOf(labels)
        const before = splitRows(survey, { ...plain, seed })
        const after = splitRows(survey, { ...plain, seed, validationShare })
        for (const [i, part] of after.entries()) expect(before[i]).toBe(part === 'test' ? 'test' : 'train')
        for (const trained of count(survey, after, 'train')) expect(trained).toBeGreaterThan(0)
      }),
    )
  })
})

describe('a small run', () => {
  test('takes equal numbers of each label as far as there are', () => {
    const labels = [...new Array(9000).fill(0), ...new Array(9000).fill(1), ...new Array(50).fill(2)]
    const survey = surveyOf(labels, (i) => (i % 2 === 0 ? 'train' : 'test'))
    const parts = splitRows(survey, { ...plain, smallRun: true })
    expect(count(survey, parts, 'train')).toEqual([1333, 1333, 25])
    expect(count(survey, parts, 'test')).toEqual([666, 666, 25])
  })

  test('has 4,000 training and 2,000 test examples of two labels, and its validation part within', () => {
    const survey = surveyOf(Array.from({ length: 40_000 }, (_, i) => i % 2))
    const parts = splitRows(survey, { ...plain, smallRun: true, validationShare: 0.1 })
    expect(count(survey, parts, 'train')).toEqual([1800, 1800])
    expect(count(survey, parts, 'validation')).toEqual([200, 200])
    expect(count(survey, parts, 'test')).toEqual([1000, 1000])
  })

  test('keeps everything of a smaller dataset', () => {
    const survey = surveyOf([0, 1, 0, 1, 0, 1])
    expect(splitRows(survey, { ...plain, smallRun: true })).toEqual(splitRows(survey, plain))
  })
})

test('A given split is kept', () => {
  const survey = surveyOf([0, 1, 0, 1], (i) => (i < 2 ? 'train' : 'test'))
  expect(splitRows(survey, { ...plain, testShare: 0.9 })).toEqual(['train', 'train', 'test', 'test'])
})
