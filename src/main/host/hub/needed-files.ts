import { LastlayerError } from '../../../shared/errors.ts'
import { maxTextBytes, textFiles, weightsFile } from '../../../shared/model-files.ts'
import type { Digest } from './digest.ts'
import type { HubFile, HubModel } from './hub.ts'

/** A file that can be fetched and checked. */
export interface NeededFile extends HubFile {
  readonly digest: Digest
}

/** Weights in several parts, as Python names them, and the index of them. */
const indexFile = `${weightsFile}.index.json`
const part = /^model-\d{5}-of-\d{5}\.safetensors$/
const mostParts = 256

/** What a tokenizer may be read from. */
const vocabularies = [['tokenizer.json'], ['vocab.txt'], ['vocab.json', 'merges.txt']]

/**
 * The file of this name.
 * @throws LastlayerError `model` if there is none, or it cannot be checked
 */
export function requireFile(model: HubModel, name: string): NeededFile {
  const file = model.files.find((file) => file.name === name)
  if (file === undefined) throw new LastlayerError('model', `${model.name} has no ${name}${insteadOf(model, name)}.`)
  const { digest } = file
  if (digest === null) {
    throw new LastlayerError(
      'network',
      `${model.endpoint} gives no digest of ${name} of ${model.name}: use another hub.`,
    )
  }
  if (!name.endsWith('.safetensors') && file.bytes > maxTextBytes) {
    throw new LastlayerError('model', `${name} of ${model.name} is larger than 64 MB. Choose another model.`)
  }
  return { ...file, digest }
}

/**
 * The files to fetch of a repository: what a model needs, as far as it has it. The weights come last. Nothing else of a
 * repository is ever fetched.
 * @throws LastlayerError `model`, naming what it lacks
 */
export function neededFiles(model: HubModel): NeededFile[] {
  const has = (name: string): boolean => model.files.some((file) => file.name === name)
  const weights = has(weightsFile) || !has(indexFile) ? [weightsFile] : [indexFile, ...parts(model)]
  if (!vocabularies.some((names) => names.every(has))) requireFile(model, 'tokenizer.json')
  return [...textFiles.filter(has), ...weights].map((name) => requireFile(model, name))
}

function parts({ name, files }: HubModel): string[] {
  const names = files.map((file) => file.name).filter((name) => part.test(name))
  if (names.length > 0 && names.length <= mostParts) return names.sort()
  throw new LastlayerError(
    'model',
    `${name} has its weights in ${names.length} parts by the names of its files: 1 to ${mostParts} are supported. ` +
      'Choose another one.',
  )
}

/** What there is in place of a file, and what to do. */
function insteadOf({ files }: HubModel, name: string): string {
  const has = (name: string): boolean => files.some((file) => file.name === name)
  if (name === weightsFile && has('pytorch_model.bin')) {
    return ', only pytorch_model.bin. Pickled files can run code, so they are not used: choose another model or revision'
  }
  return ', so it is no model that can be fine-tuned here. Choose another one'
}
