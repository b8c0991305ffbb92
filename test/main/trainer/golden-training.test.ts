import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecipeInput } from '../../../src/shared/recipe.ts'
import type { Device } from '../../../src/shared/run-events.ts'
import { openModelFolder, type ModelFolder } from '../../../src/main/trainer/model/model-folder.ts'
import { startBackend } from '../../../src/main/trainer/backend/tf.ts'
import { golden, goldenModel, goldenTensors, tensorsBelow } from '../../support/golden.ts'
import { trainListed, type ListedResult, type ListedRun } from '../../support/listed-run.ts'
import { maxDifference } from '../../support/numbers.ts'

let device: Device
let model: ModelFolder
beforeAll(async () => {
  device = await startBackend()
  model = await openModelFolder(goldenModel)
})
afterAll(() => model.close())

/** The golden run at depth K: 64 training and 32 test reviews, batches in the order listed, dropout 0, 12 AdamW steps. */
async function trainGolden(
  unfreeze: number,
  settings: Partial<RecipeInput> = {},
  changes: Pick<ListedRun, 'prepare' | 'order'> = {},
): Promise<ListedResult> {
  return trainListed({
    model,
    device,
    texts: [
      ...golden.train.map((text) => ({ ...text, split: 'train' as const })),
      ...golden.test.map((text) => ({ ...text, split: 'test' as const })),
    ],
    labels: ['neg', 'pos'],
    unfreeze,
    settings: { maxLength: 128, learningRate: 5e-4, dropout: 0, ...settings },
    head: tensorsBelow(await goldenTensors(), 'head.'),
    ...changes,
  })
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
  const prepare: ListedRun['prepare'] = (tail) => {
    const logits = tail.logits.bind(tail)
    tail.logits = (batch, ...rest) => {
      if (batch.x.shape[0] > 5) throw new Error('OOM when allocating tensor with shape[16,3,128]')
      return logits(batch, ...rest)
    }
  }
  const sliced = await trainGolden(1, { dropout, epochs: 1 }, { prepare })
  expect(maxDifference(sliced.losses, whole.losses)).toBeLessThan(1e-5)
  expect(maxDifference(sliced.after, whole.after)).toBeLessThan(1e-4)
  expect(sliced.leaked).toBe(0)
  const notices = sliced.happenings.flatMap((happening) => (happening.kind === 'notice' ? [happening.message] : []))
  expect(notices).toEqual([8, 4].map((size) => expect.stringContaining(`slices of ${size} texts`)))
})

test('Trainable embeddings start from the same logits, and learn', async () => {
  const reference = await goldenTensors()
  const settings = { embeddings: true, epochs: 1, batchSize: 4 }
  const { before, losses, trained } = await trainGolden(4, settings, { order: (listed) => listed.slice(0, 8) })
  expect(maxDifference(before, reference.get('runs.4.logits_before')?.data ?? [])).toBeLessThan(1e-4)
  expect(trained).toContain('distilbert.embeddings.word_embeddings.weight')
  expect(losses.length).toBe(2)
  expect(losses[1]).not.toBe(losses[0])
})
