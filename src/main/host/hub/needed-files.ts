import { LastlayerError } from '../../../shared/errors.ts'
import { maxTextBytes, textFiles, weightsFile } from '../../../shared/model-files.ts'
import type { Digest } from './digest.ts'
import type { HubFile, HubModel } from './hub.ts'

/** A file that can be fetched and checked. */
export interface NeededFile extends HubFile {
  readonly digest: Digest
}

/** What a model needs, as far as it has it: the weights come last. Nothing else of a repository is ever fetched. */
const names = [...textFiles, weightsFile]

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
  if (name !== weightsFile && file.bytes > maxTextBytes) {
    throw new LastlayerError('model', `${name} of ${model.name} is larger than 64 MB. Choose another model.`)
  }
  return { ...file, digest }
}

/**
 * The files to fetch of a repository.
 * @throws LastlayerError `model`, naming what it lacks
 */
export function neededFiles(model: HubModel): NeededFile[] {
  for (const name of [weightsFile, 'tokenizer.json']) requireFile(model, name)
  return names.filter((name) => model.files.some((file) => file.name === name)).map((name) => requireFile(model, name))
}

/** What there is in place of a file, and what to do. */
function insteadOf({ files }: HubModel, name: string): string {
  const has = (name: string): boolean => files.some((file) => file.name === name)
  if (name === weightsFile && has(`${weightsFile}.index.json`)) {
    return ', only weights in several parts, which are not supported. Choose a smaller model'
  }
  if (name === weightsFile && has('pytorch_model.bin')) {
    return ', only pytorch_model.bin. Pickled files can run code, so they are not used: choose another model or revision'
  }
  if (name === 'tokenizer.json' && (has('vocab.txt') || has('vocab.json'))) {
    return ', only its older vocabulary. Choose a model or a revision that has it'
  }
  return ', so it is no model that can be fine-tuned here. Choose another one'
}
