import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { argMax, computeMetrics, rocAuc, softmax } from '../../../../src/main/trainer/statistics/metrics.ts'

describe('computeMetrics', () => {
  const logits = Float32Array.of(2, 0, 0, 1, 3, 1, 0, 2, 1, 1.5, 1, 0, 0, 4, 2, 1)
  const truth = [0, 0, 0, 1, 1, 1, 1, 0]
  const metrics = computeMetrics(logits, truth, ['neg', 'pos'])

  test('counts the confusion matrix by true and predicted label', () => {
    expect(metrics.confusion).toEqual([
      [3, 1],
      [1, 3],
    ])
  })

  test('takes precision, recall and F1 of the second of two labels', () => {
    expect(metrics).toMatchObject({
      examples: 8,
      accuracy: 0.75,
      precision: 0.75,
      recall: 0.75,
      f1: 0.75,
      macroF1: 0.75,
    })
    expect(metrics.perClass[0]).toEqual({ label: 'neg', precision: 0.75, recall: 0.75, f1: 0.75, support: 4 })
  })

  test('gives the mean cross-entropy in nats', () => {
    const log = (x: number) => Math.log1p(Math.exp(x))
    const expected = (log(-2) + log(1) + log(-2) + log(-2) + log(-0.5) + log(1) + log(-4) + log(-1)) / 8
    expect(metrics.loss).toBeCloseTo(expected, 12)
  })

  test('counts pairs in the right order for ROC-AUC, ties half', () => {
    expect(metrics.rocAuc).toBe((4 + 4 + 4 + 1.5) / 16)
  })

  test('takes the macro mean of more labels, and 0 where a label was never predicted', () => {
    const three = computeMetrics(Float32Array.of(1, 0, 0, 0, 1, 0, 1, 0, 0), [0, 1, 2], ['a', 'b', 'c'])
    expect(three.perClass.map(({ f1 }) => f1)).toEqual([2 / 3, 1, 0])
    expect(three.f1).toBeCloseTo(5 / 9, 12)
    expect(three.rocAuc).toBeNull()
  })

  test('has no figure that needs texts of another label where all have one', () => {
    const onlyPos = computeMetrics(Float32Array.of(0, 1, 2, 0), [1, 1], ['neg', 'pos'])
    const none = { precision: null, f1: null }
    expect(onlyPos).toMatchObject({ ...none, accuracy: 0.5, recall: 0.5, macroF1: null, rocAuc: null })
    expect(onlyPos.perClass).toEqual([
      { ...none, label: 'neg', recall: null, support: 0 },
      { ...none, label: 'pos', recall: 0.5, support: 2 },
    ])
    const onlyNeg = computeMetrics(Float32Array.of(0, 1), [0], ['neg', 'pos'])
    expect(onlyNeg).toMatchObject({ ...none, accuracy: 0, recall: null, macroF1: null, rocAuc: null })
  })

  test('takes macro means of the labels that occur or were given, as scikit-learn does', () => {
    // f1_score([0, 0, 1], [0, 2, 1], average='macro') is (2/3 + 1 + 0) / 3, though the model knows a fourth label.
    const logits = Float32Array.of(1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0)
    const four = computeMetrics(logits, [0, 0, 1], ['a', 'b', 'c', 'd'])
    expect(four.macroF1).toBeCloseTo(5 / 9, 12)
    expect(four.perClass.slice(2)).toEqual([
      { label: 'c', precision: 0, recall: null, f1: 0, support: 0 },
      { label: 'd', precision: null, recall: null, f1: null, support: 0 },
    ])
  })

  test('gives no NaN for any texts', () => {
    const value = fc.double({ noNaN: true, min: -1e30, max: 1e30 })
    const row = fc.tuple(fc.tuple(value, value, value), fc.integer({ min: 0, max: 2 }))
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const logits = Float32Array.from(rows.flatMap(([values]) => values))
        const metrics = computeMetrics(
          logits,
          rows.map(([, label]) => label),
          ['a', 'b', 'c'],
        )
        JSON.stringify(metrics, (_, one: unknown) => {
          expect(one).not.toBeNaN()
          return one
        })
      }),
    )
  })

  test('does not overflow on huge logits', () => {
    expect(computeMetrics(Float32Array.of(1e30, -1e30), [0], ['a', 'b']).loss).toBe(0)
  })
})

test('ROC-AUC equals the share of ordered pairs', () => {
  const scored = fc.array(fc.record({ score: fc.integer({ min: 0, max: 5 }), isPositive: fc.boolean() }), {
    minLength: 1,
  })
  fc.assert(
    fc.property(scored, (rows) => {
      const positives = rows.filter(({ isPositive }) => isPositive)
      const negatives = rows.filter(({ isPositive }) => !isPositive)
      let ordered = 0
      for (const { score: p } of positives)
        for (const { score: n } of negatives) ordered += p > n ? 1 : p === n ? 0.5 : 0
      const expected =
        positives.length * negatives.length === 0 ? null : ordered / (positives.length * negatives.length)
      const actual = rocAuc(
        rows.map(({ score }) => score),
        rows.map(({ isPositive }) => isPositive),
      )
      if (expected === null) expect(actual).toBeNull()
      else expect(actual).toBeCloseTo(expected, 10)
    }),
  )
})

test('Probabilities sum to 1 and keep the order of the logits', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e4, max: 1e4 }), { minLength: 2 }),
      (logits) => {
        const probabilities = softmax(logits)
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
        expect(probabilities[argMax(logits)]).toBe(Math.max(...probabilities))
      },
    ),
  )
})
