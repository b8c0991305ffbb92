import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseRecipe, type RecipeInput } from '../../../src/shared/recipe.ts'
import type { Device, Happening } from '../../../src/shared/run-events.ts'
import type { Dataset, Example } from '../../../src/main/training/dataset/dataset.ts'
import { computeFeatures } from '../../../src/main/training/features/compute-features.ts'
import { FeatureCache } from '../../../src/main/training/features/feature-cache.ts'
import { FeatureReader } from '../../../src/main/training/features/feature-reader.ts'
import { openModelFolder, type ModelFolder } from '../../../src/main/training/model/model-folder.ts'
import { Tail } from '../../../src/main/training/tail/tail.ts'
import { startBackend, tf } from '../../../src/main/training/tf.ts'
import { train, type TrainOptions } from '../../../src/main/training/train.ts'
import { featureDim, openTrunk, trunkShape } from '../../../src/main/training/trunk/trunk.ts'
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

let device: Device
let model: ModelFolder
let folder: string
beforeAll(async () => {
  device = await startBackend()
  model = await openModelFolder(goldenModel)
  folder = await mkdtemp(join(tmpdir(), 'lastlayer-test-'))
})
afterAll(async () => {
  await model.close()
  await rm(folder, { recursive: true })
})

interface GoldenRun {
  readonly happenings: Happening[]
  readonly losses: number[]
  readonly before: Float32Array
  readonly after: Float32Array
  readonly trained: string[]
  readonly leaked: number
}

/** The golden run at depth K, from the golden head. `prepare` may change the tail before it. */
async function trainGolden(
  unfreeze: number,
  settings: Partial<RecipeInput> = {},
  prepare: (tail: Tail) => void = () => undefined,
  order: TrainOptions['order'] = (listed) => listed,
): Promise<GoldenRun> {
  const signal = new AbortController().signal
  const recipe = parseRecipe({
    dataset: 'golden',
    model: goldenModel,
    unfreeze,
    maxLength: 128,
    learningRate: 5e-4,
    dropout: 0,
    precision: 'float32',
    ...settings,
  })
  const shape = trunkShape(model, unfreeze, recipe)
  const key = { ...shape, trunk: 'golden', tokenizer: 'golden', maxLength: 128, stripHtml: true }
  const cache = await FeatureCache.open(folder, key, featureDim(model, shape))
  const open = () => openTrunk(model, [shape], 'onnxruntime', device)
  await computeFeatures({ dataset, tokenizer, openTrunk: open, caches: [cache], onProgress: () => undefined, signal })

  const tail = await Tail.create(model, { ...recipe, unfreeze, labels: 2 })
  const head = [...(await goldenTensors())].filter(([name]) => name.startsWith('head.'))
  tail.load(new Map(head.map(([name, tensor]) => [name.slice('head.'.length), tensor])))
  prepare(tail)
  const features = new FeatureReader(cache)
  const tensors = tf.memory().numTensors
  const before = await logitsOf(tail, features)
  const happenings: Happening[] = []
  const training = train({ recipe, dataset, features, tail, signal, order })
  for (let next = await training.next(); !next.done; next = await training.next()) happenings.push(next.value)
  const after = await logitsOf(tail, features)
  const leaked = tf.memory().numTensors - tensors
  const losses = happenings.flatMap((happening) => (happening.kind === 'step' ? [happening.loss] : []))
  features.close()
  tail.dispose()
  return { happenings, losses, before, after, trained: [...tail.variables.keys()], leaked }
}

async function logitsOf(tail: Tail, features: FeatureReader): Promise<Float32Array> {
  const logits: number[] = []
  for (const { digest, split } of examples) {
    if (split !== 'test') continue
    const inputs = features.read([digest])
    const output = tf.tidy(() => tail.logits(inputs))
    logits.push(...(await output.data()))
    tf.dispose([inputs.x, inputs.mask, output])
  }
  return Float32Array.from(logits)
}

// Every depth; the deepest is slow on WebAssembly and is left to native TensorFlow.
const depths = process.env.LASTLAYER_TF_ADDON === undefined ? [0, 1, 2] : [0, 1, 2, 4]

test.each(depths)('K = %i trains as PyTorch does, step by step', async (unfreeze) => {
  const reference = await goldenTensors()
  const expected = golden.runs[unfreeze]
  const { happenings, losses, before, after, trained, leaked } = await trainGolden(unfreeze)
  expect(trained.sort()).toEqual(expected.trainable_tensors)
  expect(maxDifference(before, reference.get(`runs.${unfreeze}.logits_before`)?.data ?? [])).toBeLessThan(1e-4)
  expect(maxDifference(losses, expected.losses)).toBeLessThan(1e-4)
  expect(maxDifference(after, reference.get(`runs.${unfreeze}.logits_after`)?.data ?? [])).toBeLessThan(1e-3)

  const evaluations = happenings.flatMap((happening) => (happening.kind === 'evaluated' ? [happening.evaluation] : []))
  expect(evaluations.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3])
  expect(evaluations[0].test.loss).toBeCloseTo(expected.test_loss_before, 4)
  expect(evaluations[3].test.loss).toBeCloseTo(expected.test_loss_after, 3)
  expect(evaluations[3].test.accuracy).toBeCloseTo(expected.test_accuracy_after, 6)
  expect(leaked).toBe(0)
})

test.each([0, 0.1])('Running out of memory changes neither losses nor logits, with dropout %d', async (dropout) => {
  const whole = await trainGolden(1, { dropout, epochs: 1 })
  const sliced = await trainGolden(1, { dropout, epochs: 1 }, (tail) => {
    const logits = tail.logits.bind(tail)
    tail.logits = (batch, ...rest) => {
      if (batch.x.shape[0] > 5) throw new Error('OOM when allocating tensor with shape[16,3,128]')
      return logits(batch, ...rest)
    }
  })
  expect(maxDifference(sliced.losses, whole.losses)).toBeLessThan(1e-5)
  expect(maxDifference(sliced.after, whole.after)).toBeLessThan(1e-4)
  expect(sliced.leaked).toBe(0)
  const notices = sliced.happenings.flatMap((happening) => (happening.kind === 'notice' ? [happening.message] : []))
  expect(notices).toEqual([8, 4].map((size) => expect.stringContaining(`slices of ${size} texts`)))
})

test('Trainable embeddings start from the same logits, and learn', async () => {
  const reference = await goldenTensors()
  const settings = { embeddings: true, epochs: 1, batchSize: 4 }
  const { before, losses, trained } = await trainGolden(4, settings, undefined, (listed) => listed.slice(0, 8))
  expect(maxDifference(before, reference.get('runs.4.logits_before')?.data ?? [])).toBeLessThan(1e-4)
  expect(trained).toContain('distilbert.embeddings.word_embeddings.weight')
  expect(losses.length).toBe(2)
  expect(losses[1]).not.toBe(losses[0])
})
