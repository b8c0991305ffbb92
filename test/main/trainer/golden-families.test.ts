import { beforeAll, expect, test } from 'vitest'
import type { Device } from '../../../src/shared/run-events.ts'
import { openModelFolder } from '../../../src/main/trainer/model/model-folder.ts'
import { startBackend } from '../../../src/main/trainer/backend/tf.ts'
import { TextTokenizer } from '../../../src/main/trainer/tokens/tokenizer.ts'
import {
  goldenFamilies,
  goldenFamilyModel,
  goldenTensors,
  tensorsBelow,
  type GoldenFamily,
} from '../../support/golden.ts'
import { trainListed } from '../../support/listed-run.ts'
import { maxDifference } from '../../support/numbers.ts'

const families = Object.keys(goldenFamilies) as GoldenFamily[]
const maxLength = 24

let device: Device
beforeAll(async () => {
  device = await startBackend()
})

test.each(families)("%s: the ids are those of Python's tokenizer", async (family) => {
  const model = await openModelFolder(goldenFamilyModel(family))
  const tokenizer = TextTokenizer.open(model)
  const { tokenization } = goldenFamilies[family]
  const actual = tokenization.map(({ text }) => ({ text, ids: [...tokenizer.encode(text, 512).ids] }))
  expect(actual).toEqual(tokenization)
  await model.close()
})

const runs = families.flatMap((family) => goldenFamilies[family].runs.map((run) => ({ family, ...run })))

test.each(runs)('$family, K = $unfreeze trains as PyTorch does, step by step', async (run) => {
  const { family, unfreeze, embeddings } = run
  const model = await openModelFolder(goldenFamilyModel(family))
  const tokenizer = TextTokenizer.open(model)
  const { tokenization, labels } = goldenFamilies[family]
  const texts = labels.flatMap((label, i) => {
    const ids = [...tokenizer.encode(tokenization[i].text, maxLength).ids]
    return (['train', 'test'] as const).map((split) => ({ ids, label, split }))
  })
  const reference = tensorsBelow(await goldenTensors('families'), `${family}.`)
  const { losses, before, after, trained } = await trainListed({
    model,
    device,
    texts,
    labels: ['negative', 'neutral', 'positive'],
    unfreeze,
    settings: { embeddings, maxLength, learningRate: 1e-2, epochs: 2, batchSize: 4, dropout: 0 },
    head: tensorsBelow(reference, 'head.'),
  })
  expect(trained.sort()).toEqual(run.trainable_tensors)
  expect(maxDifference(before, reference.get('before')?.data ?? [])).toBeLessThan(1e-5)
  expect(maxDifference(losses, run.losses)).toBeLessThan(1e-4)
  expect(maxDifference(after, reference.get(`after.${unfreeze}`)?.data ?? [])).toBeLessThan(1e-3)
  await model.close()
})
