import { basename } from 'node:path'
import type { ModelChoice, Params } from '../../../shared/contract.ts'
import { locateModel } from '../model/locate-model.ts'
import type { EncoderConfig } from '../model/families/config.ts'
import { encoderShapes, parameterCount } from '../model/families/expected-shapes.ts'
import { findOnnx } from '../model/files/folder-files.ts'
import { openModelFolder, readConfig } from '../model/model-folder.ts'
import { tryTokenizer } from '../tokens/tokenizer-trial.ts'
import { TextTokenizer } from '../tokens/tokenizer.ts'

/**
 * What a model folder, or a run's, holds. Opens all that a run would open, so that one that cannot be used is told of.
 * @throws LastlayerError `model`
 */
export async function describe({ path }: Params<'describe'>): Promise<ModelChoice> {
  const { folder } = await locateModel(path)
  const config = (await findOnnx(folder)) === null ? await configOfWeights(folder) : await configOfOnnx(folder)
  const { family, blocks, dim, positions, labels } = config
  return {
    path,
    name: basename(path),
    family,
    blocks,
    dim,
    parameters: parameterCount(encoderShapes(config)),
    positions,
    labels: labels === null ? null : [...labels],
  }
}

/** The config of a folder, checked against its weights and its tokenizer. */
async function configOfWeights(folder: string): Promise<EncoderConfig> {
  const model = await openModelFolder(folder)
  await TextTokenizer.open(model).finally(() => model.close())
  return model.config
}

/** The config of a folder with a classifier for transformers.js, whose tokenizer need not be one of ours. */
async function configOfOnnx(folder: string): Promise<EncoderConfig> {
  const config = await readConfig(folder)
  await tryTokenizer(folder)
  return config
}
