import { readFileSync } from 'node:fs'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Device } from '../../../src/shared/run-events.ts'
import { startBackend, tf } from '../../../src/main/trainer/backend/tf.ts'
import { PortableGraph } from '../../../src/main/trainer/export/portable-graph.ts'
import { activation } from '../../../src/main/trainer/model/families/activation.ts'
import { openModelFolder, type ModelFolder } from '../../../src/main/trainer/model/model-folder.ts'
import { saveModelFolder } from '../../../src/main/trainer/model/save-model.ts'
import { activate } from '../../../src/main/trainer/network/layers.ts'
import { goldenFamilies, goldenFamilyModel, goldenTensors, tensorsBelow } from '../../support/golden.ts'
import { openGraph, ownLogits } from '../../support/exported-graph.ts'
import { trainListed } from '../../support/listed-run.ts'
import { maxDifference } from '../../support/numbers.ts'
import { temporaryFolder } from '../../support/tiny-model.ts'

const numbers = z.array(z.number())
const schema = z.object({
  points: numbers,
  activations: z.array(
    z.object({
      name: z.string(),
      values: numbers,
      gradients: numbers,
      before: z.array(numbers),
      losses: numbers,
      after: z.array(numbers),
    }),
  ),
})

/** What test/golden/activations.py computed in PyTorch. */
const golden = schema.parse(JSON.parse(readFileSync(new URL('../../golden/activations.json', import.meta.url), 'utf8')))
const labels = ['negative', 'neutral', 'positive']
const maxLength = 24
const { tokenization, labels: truth } = goldenFamilies.bert
const rows = truth.map((_, i) => {
  const { ids } = tokenization[i]
  return ids.length <= maxLength ? ids : [...ids.slice(0, maxLength - 1), ...ids.slice(-1)]
})

let device: Device
beforeAll(async () => {
  device = await startBackend()
})

test.each(golden.activations)('$name has the values and the slope of PyTorch', ({ name, values, gradients }) => {
  const compute = activate[activation.parse(name)]
  const points = tf.tensor1d(golden.points)
  expect(maxDifference(compute(points).dataSync(), values)).toBeLessThan(2e-6)
  // PyTorch takes the slope of relu at 0 for 0 too.
  expect(maxDifference(tf.grad(compute)(points).dataSync(), gradients)).toBeLessThan(2e-6)
})

test.each(golden.activations)('a model with $name trains as in PyTorch', async ({ name, before, losses, after }) => {
  const model = await openWith(name)
  const result = await trainListed({
    model,
    device,
    texts: rows.flatMap((ids, i) => (['train', 'test'] as const).map((split) => ({ ids, label: truth[i], split }))),
    labels,
    unfreeze: 1,
    settings: { maxLength, learningRate: 1e-2, epochs: 1, batchSize: 4, dropout: 0 },
    head: tensorsBelow(await goldenTensors('families'), 'bert.head.'),
  })
  expect(maxDifference(result.before, before.flat())).toBeLessThan(2e-6)
  expect(maxDifference(result.losses, losses)).toBeLessThan(1e-5)
  expect(maxDifference(result.after, after.flat())).toBeLessThan(1e-4)
  await model.close()
})

test.each(golden.activations)(
  'a classifier with $name answers and is exported as in PyTorch',
  async ({ name, before }) => {
    const source = await openWith(name)
    const destination = join(await temporaryFolder(), 'model')
    const trained = tensorsBelow(await goldenTensors('families'), 'bert.head.')
    await saveModelFolder({ source, destination, labels, trained, maxLength })
    const model = await openModelFolder(destination)
    expect(maxDifference(await ownLogits(model, rows), before.flat())).toBeLessThan(2e-6)
    const { logits } = await openGraph(new PortableGraph(model, { maxLength, separator: 3 }), labels.length)
    expect(maxDifference(await logits(rows), before.flat())).toBeLessThan(2e-6)
    await Promise.all([source.close(), model.close()])
  },
)

async function openWith(name: string): Promise<ModelFolder> {
  const folder = join(await temporaryFolder(), 'model')
  await cp(goldenFamilyModel('bert'), folder, { recursive: true })
  const path = join(folder, 'config.json')
  const config = JSON.parse(await readFile(path, 'utf8')) as object
  await writeFile(path, JSON.stringify({ ...config, hidden_act: name }))
  return openModelFolder(folder)
}
