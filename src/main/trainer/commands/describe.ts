import { basename } from 'node:path'
import type { ModelChoice, ModelConfig, Params } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { locateModel } from '../model/locate-model.ts'
import { parseConfig, type EncoderConfig } from '../model/families/config.ts'
import { encoderShapes, parameterCount } from '../model/families/expected-shapes.ts'
import { findOnnx } from '../model/files/folder-files.ts'
import { ModelTexts } from '../model/files/model-texts.ts'
import { openModelFolder } from '../model/model-folder.ts'
import { tryTokenizer } from '../tokens/tokenizer-trial.ts'
import { TextTokenizer } from '../tokens/tokenizer.ts'

/**
 * What a model folder, or a run's, holds. Opens all that a run would open, so that one that cannot be used is told of.
 * @throws LastlayerError `model`
 */
export async function describe({ path }: Params<'describe'>): Promise<ModelChoice> {
  const { folder } = await locateModel(path)
  const config = (await findOnnx(folder)) === null ? await configOfWeights(folder) : await configOfOnnx(folder)
  const parameters = parameterCount(encoderShapes(config))
  return { path, name: basename(path), ...summaryOf(config), parameters, positions: config.positions }
}

/**
 * What the text of a config.json says, and whether it is that of a model that can be used.
 * @throws LastlayerError `model`
 */
export async function describeConfig({ text, name }: Params<'describeConfig'>): Promise<ModelConfig> {
  return summaryOf(parseConfig(parseJson(text, name), name))
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new LastlayerError('model', `${name} is not valid JSON. Choose another model.`, { cause })
  }
}

function summaryOf({ family, blocks, dim, labels }: EncoderConfig): ModelConfig {
  return { family: family.name, blocks, dim, labels: labels === null ? null : [...labels] }
}

/** The config of a folder, checked against its weights and its tokenizer. */
async function configOfWeights(folder: string): Promise<EncoderConfig> {
  const model = await openModelFolder(folder)
  try {
    TextTokenizer.open(model)
  } finally {
    await model.close()
  }
  return model.config
}

/** The config of a folder with a classifier for transformers.js, whose tokenizer need not be one of ours. */
async function configOfOnnx(folder: string): Promise<EncoderConfig> {
  const texts = await ModelTexts.read(folder)
  tryTokenizer(texts)
  return texts.config
}
