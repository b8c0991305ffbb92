import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawFolds, folds, outOfSample } from '../../../../src/main/trainer/desk/out-of-sample.ts'
import { someRows } from '../../../../src/main/trainer/desk/some-rows.ts'
import { stackViews } from '../../../../src/main/trainer/desk/stack.ts'
import { DenseMatrix, SparseMatrix } from '../../../../src/main/trainer/yardsticks/matrix.ts'

const signal = new AbortController().signal
const options = { labels: 2, seed: 3, signal, onFit: () => undefined }

test('No example is scored by what it taught: a label that only its own feature tells is not known', async () => {
  // Every example has a feature of its own, and nothing else.
  const size = 20
  const examples = Array.from({ length: size }, (_, i) => ({ label: i % 2, digest: String(i) }))
  const values = Float32Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0))
  const [logits] = await outOfSample(examples, [{ features: new DenseMatrix(size, values), c: 100 }], options)
  examples.forEach((_, i) => expect(Math.abs(logits[2 * i + 1] - logits[2 * i])).toBeLessThan(0.05))
})

test('What a feature tells of others is known, dense or sparse', async () => {
  const examples = Array.from({ length: 30 }, (_, i) => ({ label: i % 2, digest: String(i) }))
  const dense = new DenseMatrix(
    1,
    Float32Array.from(examples, ({ label }) => 2 * label - 1),
  )
  const starts = Uint32Array.from({ length: 31 }, (_, i) => i)
  const places = Uint32Array.from(examples, ({ label }) => label)
  const sparse = new SparseMatrix(2, starts, places, new Float32Array(30).fill(1))
  const views = await outOfSample(
    examples,
    [dense, sparse].map((features) => ({ features, c: 10 })),
    options,
  )
  for (const logits of views) {
    examples.forEach(({ label }, i) => expect(logits[2 * i + label]).toBeGreaterThan(logits[2 * i + 1 - label]))
  }
})

test('Equal texts are in one fold, and each fold has its share of every label', () => {
  const example = fc.record({ label: fc.nat(3), digest: fc.nat(30).map(String) })
  fc.assert(
    fc.property(fc.array(example, { maxLength: 60 }), fc.nat(1000), (examples, seed) => {
      const foldOf = drawFolds(examples, seed)
      const known = new Map<string, number>()
      examples.forEach(({ digest }, i) => {
        expect(known.get(digest) ?? foldOf[i]).toBe(foldOf[i])
        known.set(digest, foldOf[i])
      })
    }),
  )
  const foldOf = drawFolds(
    Array.from({ length: 4 * 5 * folds }, (_, i) => ({ label: i % 4, digest: String(i) })),
    1,
  )
  for (let fold = 0; fold < folds; fold++) {
    for (let label = 0; label < 4; label++) {
      expect(foldOf.filter((one, i) => one === fold && i % 4 === label)).toHaveLength(5)
    }
  }
})

test('Rows of a sparse matrix are picked as those of a dense one', () => {
  const sparse = new SparseMatrix(3, Uint32Array.of(0, 2, 2, 3), Uint32Array.of(0, 2, 1), Float32Array.of(1, 2, 3))
  const dense = new DenseMatrix(3, Float32Array.of(1, 0, 2, 0, 0, 0, 0, 3, 0))
  const weights = Float64Array.of(1, 10, 100)
  const scores = (matrix: DenseMatrix | SparseMatrix): number[] => {
    const result = new Float64Array(matrix.rows)
    matrix.addScores(weights, 1, result)
    return [...result]
  }
  expect(scores(someRows(sparse, [2, 0, 1, 2]))).toEqual([30, 201, 0, 30])
  expect(scores(someRows(dense, [2, 0, 1, 2]))).toEqual([30, 201, 0, 30])
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
