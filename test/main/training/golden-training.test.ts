import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseRecipe } from '../../../src/shared/recipe.ts'
import type { Happening } from '../../../src/shared/run-events.ts'
import type { Dataset, Example } from '../../../src/main/training/dataset/dataset.ts'
import { computeFeatures } from '../../../src/main/training/features/compute-features.ts'
import { FeatureCache } from '../../../src/main/training/features/feature-cache.ts'
import { FeatureReader } from '../../../src/main/training/features/feature-reader.ts'
import { openModelFolder, type ModelFolder } from '../../../src/main/training/model/model-folder.ts'
import { Tail } from '../../../src/main/training/tail/tail.ts'
import { startBackend, tf } from '../../../src/main/training/tf.ts'
import { train } from '../../../src/main/training/train.ts'
import { openOnnxTrunk, trunkShape } from '../../../src/main/training/trunk/trunk.ts'
import { golden, goldenModel, goldenTensors } from '../../support/golden.ts'
import { maxDifference } from '../../support/numbers.ts'

// The golden run: 64 training and 32 test reviews, batches in the order listed, dropout 0, 12 AdamW steps.
const texts = [...golden.train, ...golden.test]
const examples = texts.map(({ label }, ordinal): Example => {
  return { ordinal, label, split: ordinal < golden.train.length ? 'train' : 'test', digest: `text-${ordinal}` }
})
const dataset: Dataset = {
  summary: {
    source: 'golden',
    form: 'folders',
    splitting: 'given',
    labels: ['neg', 'pos'],
    counts: { train: [32, 32], validation: [0, 0], test: [16, 16] },
    rejected: { count: 0, rows: [] },
    duplicates: 0,
    leaked: 0,
    columns: null,
    fingerprint: 'golden',
  },
  examples,
  async *texts(isWanted) {
    for (const example of examples) if (isWanted(example)) yield { example, text: String(example.ordinal) }
  },
}
const tokenizer = {
  encode: (text: string) => {
    const { ids } = texts[Number(text)]
    return { ids: Int32Array.from(ids), fullLength: ids.length }
  },
}

let model: ModelFolder
let folder: string
beforeAll(async () => {
  await startBackend()
  model = await openModelFolder(goldenModel)
  folder = await mkdtemp(join(tmpdir(), 'lastlayer-test-'))
})
afterAll(async () => {
  await model.close()
  await rm(folder, { recursive: true })
})

async function logitsOf(tail: Tail, features: FeatureReader): Promise<Float32Array> {
  const test = examples.filter(({ split }) => split === 'test').map(({ digest }) => digest)
  const inputs = features.read(test)
  const logits = tf.tidy(() => tail.logits(inputs))
  const values = Float32Array.from(await logits.data())
  tf.dispose([inputs.x, inputs.mask, logits])
  return values
}

test.each([0, 1, 2])('K = %i trains as PyTorch does, step by step', async (unfreeze) => {
  const signal = new AbortController().signal
  const recipe = parseRecipe({
    dataset: 'golden',
    model: goldenModel,
    unfreeze,
    maxLength: 128,
    learningRate: 5e-4,
    dropout: 0,
    precision: 'float32',
  })
  const shape = trunkShape(model, unfreeze, recipe.precision)
  const key = { ...shape, trunk: 'golden', tokenizer: 'golden', maxLength: 128, stripHtml: true }
  const cache = await FeatureCache.open(folder, key, model.config.dim)
  const openTrunk = () => openOnnxTrunk(model, shape)
  expect(await computeFeatures({ dataset, tokenizer, openTrunk, cache, onProgress: () => undefined, signal })).toBe(96)

  const reference = await goldenTensors()
  const expected = golden.runs[unfreeze]
  const tail = await Tail.create(model, { unfreeze, labels: 2, seed: 1, dropout: 0 })
  const tensors = tf.memory().numTensors
  expect([...tail.variables.keys()].sort()).toEqual(expected.trainable_tensors)
  tail.load(
    new Map([...reference].filter(([name]) => name.startsWith('head.')).map(([name, data]) => [name.slice(5), data])),
  )

  const features = new FeatureReader(cache)
  const before = await logitsOf(tail, features)
  expect(maxDifference(before, reference.get(`runs.${unfreeze}.logits_before`)?.data ?? [])).toBeLessThan(1e-4)

  const happenings: Happening[] = []
  const training = train({ recipe, dataset, features, tail, signal, order: (listed) => listed })
  for (let next = await training.next(); !next.done; next = await training.next()) happenings.push(next.value)

  const losses = happenings.flatMap((happening) => (happening.kind === 'step' ? [happening.loss] : []))
  expect(maxDifference(losses, expected.losses)).toBeLessThan(1e-4)
  const after = await logitsOf(tail, features)
  expect(maxDifference(after, reference.get(`runs.${unfreeze}.logits_after`)?.data ?? [])).toBeLessThan(1e-3)

  const evaluations = happenings.flatMap((happening) => (happening.kind === 'evaluated' ? [happening.evaluation] : []))
  expect(evaluations.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3])
  expect(evaluations[0].test.loss).toBeCloseTo(expected.test_loss_before, 4)
  expect(evaluations[3].test.loss).toBeCloseTo(expected.test_loss_after, 3)
  expect(evaluations[3].test.accuracy).toBeCloseTo(expected.test_accuracy_after, 6)
  expect(tf.memory().numTensors).toBe(tensors)
  features.close()
  tail.dispose()
})
