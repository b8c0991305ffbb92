import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TextStore } from '../dataset/survey/text-store.ts'
import { writing } from '../../disk/atomic-files.ts'
import type { ModelFolder } from '../model/model-folder.ts'

/**
 * Lends a run what it works from, kept in a folder of its own that is gone afterwards: a copy of the model's weights, and
 * room for the texts. Whatever happens to the person's folders meanwhile, what is saved is what was trained.
 * @throws LastlayerError `output`, `model`, and what `use` throws
 */
export async function withPinnedInputs<T>(
  folder: string,
  model: ModelFolder,
  use: (model: ModelFolder, texts: TextStore) => Promise<T>,
): Promise<T> {
  await writing(folder, () => mkdir(folder))
  try {
    const pinned = await model.pin(join(folder, 'model.safetensors'))
    try {
      const texts = await TextStore.create(join(folder, 'texts'))
      return await use(pinned, texts).finally(() => texts.close())
    } finally {
      await pinned.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
