import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { float16ToFloat32 } from '../../../../src/main/trainer/model/files/half.ts'
import { openModelFolder, type ModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { openTrunk, trunkDigest } from '../../../../src/main/trainer/trunk/trunk.ts'
import { trunkShape, type TrunkShape } from '../../../../src/main/trainer/trunk/trunk-shape.ts'
import { startBackend } from '../../../../src/main/trainer/backend/tf.ts'
import type { TrunkEngine } from '../../../../src/shared/recipe.ts'
import type { Device } from '../../../../src/shared/run-events.ts'
import { golden, goldenModel, goldenTensors } from '../../../support/golden.ts'
import { maxDifference } from '../../../support/numbers.ts'

let model: ModelFolder
let device: Device
beforeAll(async () => {
  device = await startBackend()
  model = await openModelFolder(goldenModel)
})
afterAll(() => model.close())

async function features(
  shape: TrunkShape,
  ids: readonly number[],
  batch = 1,
  engine: TrunkEngine = 'onnxruntime',
): Promise<Float32Array | Uint16Array> {
  const trunk = await openTrunk(model, [shape], engine, device)
  try {
    const rows = Array.from({ length: batch }, () => [...ids]).flat()
    const [output] = await trunk.run(Int32Array.from(rows), batch, ids.length)
    return output
  } finally {
    await trunk.close()
  }
}

describe('The trunk on ONNX Runtime', () => {
  const texts = golden.tokenization.slice(0, 3)

  test.each([0, 1, 2, 3, 4])('agrees with PyTorch after block %i', async (depth) => {
    const hidden = (await goldenTensors()).get(`hidden.${depth}`)
    if (hidden === undefined) throw new Error('no golden hidden states')
    const [, tokens, dim] = hidden.shape
    for (const [i, { ids }] of texts.entries()) {
      const actual = await features({ depth, output: 'tokens', precision: 'float32' }, ids)
      const start = i * tokens * dim
      const expected = hidden.data.subarray(start, start + ids.length * dim)
      expect(maxDifference(Float32Array.from(actual), expected)).toBeLessThan(1e-4)
    }
  })

  test('computes row 0 of its last block alone as with all rows', async () => {
    const [{ ids }] = texts
    const all = await features({ depth: 4, output: 'tokens', precision: 'float32' }, ids)
    const first = await features({ depth: 4, output: 'first', precision: 'float32' }, ids)
    expect(first.length).toBe(model.config.dim)
    expect(maxDifference(first, all.subarray(0, model.config.dim))).toBeLessThan(1e-5)
  })

  test('gives a text the same features alone and in a batch', async () => {
    const [{ ids }] = texts
    const shape = { depth: 3, output: 'tokens', precision: 'float32' } as const
    const alone = await features(shape, ids)
    const batch = await features(shape, ids, 8)
    expect(maxDifference(batch.subarray(7 * alone.length), alone)).toBeLessThan(1e-6)
  })

  test('rounds to float16 on request', async () => {
    const [{ ids }] = texts
    const exact = await features({ depth: 3, output: 'tokens', precision: 'float32' }, ids)
    const halves = await features({ depth: 3, output: 'tokens', precision: 'float16' }, ids)
    const rounded = new Float32Array(halves.length)
    float16ToFloat32(Uint16Array.from(halves), rounded)
    const error = rounded.map((value, i) => Math.abs(value - exact[i]) / Math.max(Math.abs(exact[i]), 1e-3))
    expect(Math.max(...error)).toBeLessThan(2 ** -10)
    expect(Math.max(...error)).toBeGreaterThan(0)
  })
})

test.each(['onnxruntime', 'tensorflow'] as const)(
  'One pass of %s gives several depths, each as alone',
  async (engine) => {
    const [{ ids }] = golden.tokenization
    const shapes = [
      { depth: 4, output: 'first', precision: 'float16' },
      { depth: 2, output: 'tokens', precision: 'float16' },
      { depth: 3, output: 'tokens', precision: 'float32' },
    ] as const
    const trunk = await openTrunk(model, shapes, engine, device)
    const together = await trunk.run(Int32Array.from(ids), 1, ids.length)
    await trunk.close()
    for (const [i, shape] of shapes.entries()) expect(together[i]).toEqual(await features(shape, ids, 1, engine))
  },
)

describe('The trunk in 8-bit whole numbers', () => {
  const shape = { depth: 3, output: 'tokens', precision: 'float32' } as const

  test.each([
    { depth: 3, output: 'tokens', precision: 'float32' },
    { depth: 4, output: 'first', precision: 'float32' },
  ] as const)('has about the features of float32 at depth $depth, $output', async (shape) => {
    for (const { ids } of golden.tokenization.slice(0, 3)) {
      const expected = await features(shape, ids)
      const actual = await features(shape, ids, 1, 'int8')
      const squares = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value ** 2, 0)
      const difference = Math.sqrt(squares(actual.map((value, i) => value - expected[i])) / squares(expected))
      expect(difference).toBeLessThan(0.03)
      expect(difference).toBeGreaterThan(1e-4)
    }
  })

  test('gives a text the same features, bit for bit, whatever else is in the call', async () => {
    const trunk = await openTrunk(model, [shape, { ...shape, depth: 1 }], 'int8', device)
    const id = fc.integer({ min: 0, max: model.config.vocabSize - 1 })
    const text = (length: number) => fc.array(id, { minLength: length, maxLength: length })
    const texts = fc
      .integer({ min: 1, max: 24 })
      .chain((length) => fc.array(text(length), { minLength: 2, maxLength: 6 }))
    await fc.assert(
      fc.asyncProperty(texts, async (texts) => {
        const length = texts[0].length
        const together = await trunk.run(Int32Array.from(texts.flat()), texts.length, length)
        for (const [i, ids] of texts.entries()) {
          const alone = await trunk.run(Int32Array.from(ids), 1, length)
          for (const [depth, features] of alone.entries()) {
            expect(together[depth].slice(i * features.length, (i + 1) * features.length)).toEqual(features)
          }
        }
      }),
      { numRuns: 30 },
    )
    await trunk.close()
  })

  test('has a digest of its own', async () => {
    expect(await trunkDigest(model, shape, 'int8')).not.toBe(await trunkDigest(model, shape, 'onnxruntime'))
  })
})

describe('The trunk on TensorFlow', () => {
  const [{ ids }] = golden.tokenization

  test.each([
    { depth: 0, output: 'tokens', precision: 'float32' },
    { depth: 3, output: 'tokens', precision: 'float32' },
    { depth: 4, output: 'first', precision: 'float32' },
  ] as const)('has the features of ONNX Runtime at depth $depth, $output', async (shape) => {
    const expected = await features(shape, ids, 2)
    expect(maxDifference(await features(shape, ids, 2, 'tensorflow'), expected)).toBeLessThan(1e-4)
  })

  test('rounds to float16 as ONNX Runtime does, but for the last bit of few numbers', async () => {
    const shape = { depth: 3, output: 'tokens', precision: 'float16' } as const
    const [mine, theirs] = [await features(shape, ids, 1, 'tensorflow'), await features(shape, ids, 1)]
    const [a, b] = [mine, theirs].map((bits) => {
      const values = new Float32Array(bits.length)
      float16ToFloat32(Uint16Array.from(bits), values)
      return values
    })
    expect(maxDifference(a, b)).toBeLessThan(5e-3)
    expect(mine.filter((bits, i) => bits === theirs[i]).length / mine.length).toBeGreaterThan(0.99)
  })
})

test('Trainable embeddings leave nothing frozen: the features are the token ids', async () => {
  const shape = trunkShape(model, 4, { embeddings: true, precision: 'float16' })
  expect([...(await features(shape, [5, 8191, 3]))]).toEqual([5, 8191, 3])
})

test('The digest of the trunk does not depend on blocks above it', async () => {
  const one = await trunkDigest(model, trunkShape(model, 1, { embeddings: false, precision: 'float16' }), 'auto')
  expect(one).toBe(await trunkDigest(model, trunkShape(model, 1, { embeddings: false, precision: 'float32' }), 'auto'))
  expect(one).not.toBe(
    await trunkDigest(model, trunkShape(model, 2, { embeddings: false, precision: 'float16' }), 'auto'),
  )
})
