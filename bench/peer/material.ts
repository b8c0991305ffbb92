import { join } from 'node:path'
import { epochsFor, type Recipe } from '../../src/shared/recipe.ts'
import { readDataset, type Dataset } from '../../src/main/trainer/dataset/dataset.ts'
import { writeFileAtomic } from '../../src/main/disk/atomic-files.ts'
import { openModelFolder, type ModelFolder } from '../../src/main/trainer/model/model-folder.ts'
import { writeSafetensors } from '../../src/main/trainer/model/files/safetensors.ts'
import { Tail } from '../../src/main/trainer/tail/tail.ts'
import { startBackend } from '../../src/main/trainer/backend/tf.ts'
import { TextTokenizer } from '../../src/main/trainer/tokens/tokenizer.ts'
import { orderOf } from '../../src/main/trainer/training/order.ts'

/**
 * Writes what Python needs to repeat a run of this recipe: `examples.json` (split, label, cleaned text and token ids of
 * every example), `order.json` (for each epoch the training examples, as positions in examples.json) and
 * `head.safetensors` (the head before the first step). The head and the order depend on the seed and not on the depth.
 * @throws LastlayerError
 */
export async function writeMaterial(recipe: Recipe, out: string): Promise<void> {
  const dataset = await readDataset({ ...recipe, validationShare: 0 })
  const model = await openModelFolder(recipe.model)
  try {
    await writeJson(join(out, 'examples.json'), await describeExamples(dataset, model, recipe))
    await writeJson(join(out, 'order.json'), orders(dataset, recipe))
    await writeHead(join(out, 'head.safetensors'), model, recipe, dataset.summary.labels.length)
  } finally {
    await model.close()
  }
}

async function describeExamples(dataset: Dataset, model: ModelFolder, { maxLength }: Recipe): Promise<object[]> {
  const tokenizer = await TextTokenizer.open(model)
  const described: object[] = []
  for await (const { example, text } of dataset.texts(() => true)) {
    const ids = Array.from(tokenizer.encode(text, maxLength).ids)
    described.push({ split: example.split, label: example.label, text, ids })
  }
  return described
}

function orders({ examples, summary }: Dataset, recipe: Recipe): number[][] {
  const position = new Map(examples.map((example, i) => [example.ordinal, i]))
  const training = examples.filter(({ split }) => split === 'train')
  const size = { texts: training.length, labels: summary.labels.length }
  return Array.from({ length: epochsFor(recipe, size) }, (_, i) =>
    orderOf(training, i + 1, recipe).map(({ ordinal }) => position.get(ordinal) ?? -1),
  )
}

async function writeHead(path: string, model: ModelFolder, recipe: Recipe, labels: number): Promise<void> {
  await startBackend()
  const head = await Tail.create(model, { ...recipe, unfreeze: 0, labels, classes: null })
  const tensors = [...(await head.snapshot())].map(([name, tensor]) => ({ name, ...tensor }))
  await writeSafetensors(path, tensors)
  head.dispose()
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(value)}\n`)
}
