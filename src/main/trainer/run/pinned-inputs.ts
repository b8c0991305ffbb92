import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatasetSummary } from '../../../shared/dataset-summary.ts'
import { writing } from '../../disk/atomic-files.ts'
import { inputsName } from '../../disk/resumption.ts'
import { keepDigests } from '../../run-files/model-digests.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { TextStore } from '../dataset/survey/text-store.ts'
import { openModelFolder, type ModelFolder } from '../model/model-folder.ts'
import { openExamples, writeExamples } from './pinned-examples.ts'

const modelName = 'model'
const textsName = 'texts'

/**
 * Lends a run what it works from, in a folder of its own: a copy of the model, and room for the texts. Whatever happens to
 * the person's folders meanwhile, what is saved is what was trained. The folder stays, for a run that is gone on with.
 * @throws LastlayerError `output`, `model`, and what `use` throws
 */
export async function withNewInputs<T>(
  run: string,
  model: ModelFolder,
  use: (model: ModelFolder, texts: TextStore) => Promise<T>,
): Promise<T> {
  const folder = join(run, inputsName)
  await writing(folder, () => mkdir(join(folder, modelName), { recursive: true }))
  const pinned = await model.pin(join(folder, modelName))
  try {
    await keepDigests(join(folder, modelName))
    const texts = await TextStore.create(join(folder, textsName))
    return await use(pinned, texts).finally(() => texts.close())
  } finally {
    await pinned.close()
  }
}

/** Keeps which texts a run works from: it can then be gone on with. @throws LastlayerError `output` */
export async function keepExamples(run: string, { examples }: Dataset, texts: TextStore): Promise<void> {
  await texts.sync()
  await writeExamples(join(run, inputsName), examples, (ordinal) => texts.placeOf(ordinal))
}

/**
 * Lends a run what it had kept to work from.
 * @param summary of its dataset
 * @throws LastlayerError `output` or `model` if it is not what it was, and what `use` throws
 */
export async function withKeptInputs<T>(
  run: string,
  summary: DatasetSummary,
  use: (model: ModelFolder, dataset: Dataset) => Promise<T>,
): Promise<T> {
  const folder = join(run, inputsName)
  const model = await openModelFolder(join(folder, modelName))
  try {
    const { dataset, close } = await openExamples(folder, join(folder, textsName), summary)
    return await use(model, dataset).finally(close)
  } finally {
    await model.close()
  }
}
