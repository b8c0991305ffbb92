import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawFolds, outOfSample } from '../../../../src/main/trainer/desk/out-of-sample.ts'
import { someRows } from '../../../../src/main/trainer/desk/some-rows.ts'
import { stackViews } from '../../../../src/main/trainer/desk/stack.ts'
import { wordLearner } from '../../../../src/main/trainer/desk/word-learner.ts'
import { SparseMatrix } from '../../../../src/main/trainer/yardsticks/matrix.ts'

const signal = new AbortController().signal
const drawn = { folds: 5, labels: 2, seed: 3 }

/** A matrix of rows that have one feature each. */
const oneFeatureEach = (columns: number, places: readonly number[]): SparseMatrix => {
  const starts = Uint32Array.from({ length: places.length + 1 }, (_, i) => i)
  return new SparseMatrix(columns, starts, Uint32Array.from(places), new Float32Array(places.length).fill(1))
}

test('No example is scored by what it taught: a label that only its own feature tells is not known', async () => {
  const examples = Array.from({ length: 20 }, (_, i) => ({ label: i % 2, digest: String(i) }))
  const truth = examples.map(({ label }) => label)
  const features = oneFeatureEach(20, Array.from(examples.keys()))
  const logits = await outOfSample(examples, drawn, wordLearner(features, truth, { c: 100, labels: 2, signal }))
  examples.forEach((_, i) => expect(Math.abs(logits[2 * i + 1] - logits[2 * i])).toBeLessThan(0.05))
})

test('What a feature tells of others is known', async () => {
  const examples = Array.from({ length: 30 }, (_, i) => ({ label: i % 2, digest: String(i) }))
  const truth = examples.map(({ label }) => label)
  const learner = wordLearner(oneFeatureEach(2, truth), truth, { c: 10, labels: 2, signal })
  const logits = await outOfSample(examples, drawn, learner)
  examples.forEach(({ label }, i) => expect(logits[2 * i + label]).toBeGreaterThan(logits[2 * i + 1 - label]))
})

test('How far the folds are is told as one share', async () => {
  const examples = Array.from({ length: 4 }, (_, i) => ({ label: i % 2, digest: String(i) }))
  const shares: number[] = []
  const onProgress = (share: number): void => void shares.push(share)
  await outOfSample(examples, { ...drawn, folds: 2, onProgress }, (_, within, tell) => {
    tell(0.5)
    tell(1)
    return Promise.resolve(new Float32Array(2 * within.length))
  })
  expect(shares).toEqual([0.25, 0.5, 0.75, 1])
})

test('Equal texts are in one fold, and each fold has its share of every label', () => {
  const example = fc.record({ label: fc.nat(3), digest: fc.nat(30).map(String) })
  fc.assert(
    fc.property(fc.array(example, { maxLength: 60 }), fc.nat(1000), (examples, seed) => {
      const foldOf = drawFolds(examples, 5, seed)
      const known = new Map<string, number>()
      examples.forEach(({ digest }, i) => {
        expect(known.get(digest) ?? foldOf[i]).toBe(foldOf[i])
        known.set(digest, foldOf[i])
      })
    }),
  )
  const foldOf = drawFolds(
    Array.from({ length: 4 * 5 * 5 }, (_, i) => ({ label: i % 4, digest: String(i) })),
    5,
    1,
  )
  for (let fold = 0; fold < 5; fold++) {
    for (let label = 0; label < 4; label++) {
      expect(foldOf.filter((one, i) => one === fold && i % 4 === label)).toHaveLength(5)
    }
  }
})

test('Rows of a matrix are picked in the order given', () => {
  const matrix = new SparseMatrix(3, Uint32Array.of(0, 2, 2, 3), Uint32Array.of(0, 2, 1), Float32Array.of(1, 2, 3))
  const scores = new Float64Array(4)
  someRows(matrix, [2, 0, 1, 2]).addScores(Float64Array.of(1, 10, 100), 1, scores)
  expect([...scores]).toEqual([30, 201, 0, 30])
})

test('Views together are trusted as far as they are right: one that knows nothing counts for nothing', async () => {
  const truth = Array.from({ length: 200 }, (_, i) => i % 2)
  // Right for nine of ten, always with a logit of 4: a calibrated one would say log 9.
  const good = Float32Array.from({ length: 400 }, (_, i) => {
    const [row, k] = [Math.floor(i / 2), i % 2]
    return k === (row % 20 < 2 ? 1 - (row % 2) : row % 2) ? 4 : 0
  })
  const idle = Float32Array.from({ length: 400 }, (_, i) => (i % 2 === Math.floor(i / 4) % 2 ? 3 : 0))
  const probabilities = await stackViews([good, idle], truth, 2, signal)
  expect(Math.max(probabilities[80], probabilities[81])).toBeCloseTo(0.9, 2)
})

test('A view is never believed the opposite of what it says', async () => {
  const truth = Array.from({ length: 200 }, (_, i) => i % 2)
  // The one is right but for a tenth of the texts, of which the other is the surer the more they are wrong.
  const view = (sure: number) =>
    Float32Array.from({ length: 400 }, (_, i) => {
      const row = Math.floor(i / 2)
      const isWrong = row % 20 < 2
      const said = isWrong ? 1 - (row % 2) : row % 2
      return i % 2 === said ? (isWrong ? sure : 3) : 0
    })
  const probabilities = await stackViews([view(3), view(9)], truth, 2, signal)
  truth.forEach((label, row) => {
    const said = row % 20 < 2 ? 1 - label : label
    expect(probabilities[2 * row + said]).toBeGreaterThan(0.5)
  })
})
