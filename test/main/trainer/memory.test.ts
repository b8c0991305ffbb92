import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, test } from 'vitest'
import { MicroBatches } from '../../../src/main/trainer/training/micro-batches.ts'
import type { FeatureReader } from '../../../src/main/trainer/features/feature-reader.ts'
import { openModelFolder } from '../../../src/main/trainer/model/model-folder.ts'
import { normal, keyOf } from '../../../src/main/trainer/random.ts'
import { AdamW } from '../../../src/main/trainer/optimizer/adamw.ts'
import { plainLoss } from '../../../src/main/trainer/training/loss.ts'
import { Tail } from '../../../src/main/trainer/tail/tail.ts'
import { startBackend, tf } from '../../../src/main/trainer/backend/tf.ts'
import { trainStep, type StepOptions } from '../../../src/main/trainer/training/train-step.ts'
import { parseRecipe } from '../../../src/shared/recipe.ts'
import { makeTinyModel } from '../../support/tiny-model.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const [dim, tokens, batchSize] = [16, 12, 8]
const batch = Array.from({ length: batchSize }, (_, i) => {
  return { ordinal: i, label: i % 2, split: 'train', digest: `${i}` } as const
})

/** Features that are drawn anew for each step, as a run reads them anew. */
const features = {
  longest: () => tokens,
  read: (digests: readonly string[]) => ({
    x: tf.tensor3d(normal(keyOf(1), digests.length * tokens * dim, 1), [digests.length, tokens, dim]),
    mask: tf.ones<tf.Rank.R2>([digests.length, tokens]),
  }),
} as unknown as FeatureReader

// Run by golden-native.test.ts in the environment of native TensorFlow.
describe.skipIf(process.env.LASTLAYER_TF_ADDON === undefined)('On native TensorFlow', () => {
  let step: () => Promise<number>

  beforeAll(async () => {
    expect(await startBackend()).toMatchObject({ backend: 'tensorflow' })
    const model = await openModelFolder(await makeTinyModel({ family: 'distilbert', dim, heads: 2, blocks: 2 }))
    const recipe = parseRecipe({ dataset: 'none', model: model.path })
    const tail = await Tail.create(model, { ...recipe, unfreeze: 1, labels: 2, classes: null })
    await model.close()
    const optimizer = new AdamW(tail.variables, { weightDecay: recipe.weightDecay })
    const microBatches = new MicroBatches(() => undefined)
    const options: StepOptions = { recipe, features, tail, optimizer, microBatches, loss: plainLoss }
    step = async () => (await trainStep(batch, new Map(), 1e-3, options)).loss
  })

  test('200 steps leave as many tensors as there were', async () => {
    await step()
    const { numTensors } = tf.memory()
    for (let i = 0; i < 200; i++) {
      await step()
      expect(tf.memory().numTensors).toBe(numTensors)
    }
  })

  test('Resident memory stays flat over 2,000 steps', async () => {
    const residentMB = (): number => {
      collectGarbage() // what is left is held by someone
      return process.memoryUsage().rss / 1e6
    }
    for (let i = 0; i < 500; i++) await step()
    const early = residentMB()
    for (let i = 500; i < 2000; i++) await step()
    const growthMB = residentMB() - early
    console.log(`Resident memory grew by ${growthMB.toFixed(1)} MB from step 500 to step 2,000`)
    expect(growthMB).toBeLessThan(30)
  })
})
