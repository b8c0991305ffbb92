import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import { textFiles, weightsFile } from '../../../shared/model-files.ts'
import { writeFileAtomic, writing } from '../../disk/atomic-files.ts'
import { namesIn, writeFolderAtomic } from '../../disk/whole-folder.ts'
import { digestsFile, type Digests } from '../../run-files/model-digests.ts'
import type { EncoderConfig } from './families/config.ts'
import { classifierShapes, denseShapes, encoderShapes } from './families/expected-shapes.ts'
import type { ModelFolder } from './model-folder.ts'
import { streamSafetensors } from './files/safetensors.ts'
import { readTokenizer } from './tokenizer/tokenizer-file.ts'

export interface TrainedTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

interface TextOptions {
  readonly source: ModelFolder
  readonly labels: readonly string[]
  /** The maximum length in tokens that it was trained with. */
  readonly maxLength: number
  /** The columns that its texts were joined of, as --text-column takes them; null for whole texts. */
  readonly textColumns?: string | null
  /** The confidence below which it does not answer; null if it always does. */
  readonly abstainBelow?: number | null
}

interface SaveOptions extends TextOptions {
  readonly destination: string
  /** Replaces the source's tensors of the same names; has the head. */
  readonly trained: ReadonlyMap<string, TrainedTensor>
}

/**
 * Writes a classifier that Python loads with `AutoModelForSequenceClassification.from_pretrained`: the source's encoder
 * with the trained tensors in place of its own, as float32, one tensor in memory at a time. The folder appears whole or
 * not at all; a former saved model in its place is replaced, a folder with anything else in it never.
 * Returns the digest of its weights.
 * @throws LastlayerError `output`
 */
export async function saveModelFolder(options: SaveOptions): Promise<Digests> {
  const { source, destination } = options
  await refuseToOverwrite(source, destination)
  let digest = ''
  await writeFolderAtomic(destination, async (folder) => {
    await writeTextFiles(options, folder)
    digest = await writeWeights(options, folder)
  })
  return new Map([[weightsFile, digest]])
}

/** Returns the digest of the file. */
async function writeWeights({ source, labels, trained }: SaveOptions, folder: string): Promise<string> {
  const { config } = source
  const shapes = new Map([...encoderShapes(config), ...denseShapes(config), ...classifierShapes(config, labels.length)])
  for (const [name, { shape }] of trained) {
    const expected = shapes.get(name)
    if (expected === undefined) throw new Error(`${name} is not a tensor of this model`)
    if (expected.join() !== shape.join()) throw new Error(`${name} has shape [${shape}] instead of [${expected}]`)
  }
  const tensors = [...shapes].map(([name, shape]) => ({ name, shape }))
  const fetch = (name: string) => trained.get(name)?.data ?? source.stream(name)
  return await streamSafetensors(join(folder, weightsFile), tensors, fetch)
}

/** Of tokenizer_config.json, what transformers.js would do to a text and Python does not. */
const ofJavaScriptAlone = ['remove_space', 'do_lowercase_and_remove_accent']

/** Writes the files beside the weights: the tokenizer as it is read, whole, so that every program reads it alike. */
export async function writeTextFiles(
  { source, labels, maxLength, textColumns = null, abstainBelow = null }: TextOptions,
  folder: string,
): Promise<void> {
  for (const name of textFiles) {
    const content = source.text(name)
    if (content !== null) await writeFileAtomic(join(folder, name), content)
  }
  await writeJson(join(folder, 'tokenizer.json'), readTokenizer(source))
  await writeJson(
    join(folder, 'config.json'),
    classifierConfig(source.config, labels, { maxLength, textColumns, abstainBelow }),
  )
  const given = Object.entries(source.json('tokenizer_config.json') ?? {})
  const kept = Object.fromEntries(given.filter(([key]) => !ofJavaScriptAlone.includes(key)))
  // Where Python's tokenizer cuts texts: where they were cut in training.
  await writeJson(join(folder, 'tokenizer_config.json'), { ...kept, model_max_length: maxLength })
}

/** The source's config.json as that of a float32 classifier with these labels. */
export function classifierConfig(
  config: EncoderConfig,
  labels: readonly string[],
  { maxLength, textColumns, abstainBelow }: Pick<Required<TextOptions>, 'maxLength' | 'textColumns' | 'abstainBelow'>,
): object {
  // These would contradict what is written here, or say where the source came from.
  const dropped = ['num_labels', '_num_labels', 'quantization_config', '_name_or_path']
  const kept = Object.entries(config.raw).filter(([key]) => !dropped.includes(key))
  return {
    ...Object.fromEntries(kept),
    architectures: [`${config.family.className}ForSequenceClassification`],
    problem_type: 'single_label_classification',
    id2label: Object.fromEntries(labels.map((label, i) => [i, label])),
    label2id: Object.fromEntries(labels.map((label, i) => [label, i])),
    torch_dtype: 'float32',
    dtype: 'float32',
    lastlayer: {
      max_length: maxLength,
      ...(textColumns === null ? {} : { text_columns: textColumns }),
      ...(abstainBelow === null ? {} : { abstain_below: abstainBelow }),
    },
  }
}

async function writeJson(path: string, content: object): Promise<void> {
  await writeFileAtomic(path, JSON.stringify(content, null, 2) + '\n')
}

async function refuseToOverwrite(source: ModelFolder, destination: string): Promise<void> {
  const names = await writing(destination, () => namesIn(destination))
  const ours: readonly string[] = [...textFiles, weightsFile, digestsFile]
  const foreign = names.find((name) => !ours.includes(name))
  if (foreign !== undefined) {
    throw new LastlayerError('output', `${destination} already holds ${foreign}. Choose a new or an empty folder.`)
  }
  if (names.length > 0 && (await realpath(destination)) === (await realpath(source.path))) {
    throw new LastlayerError('output', `${destination} is the model that is being tuned. Choose another folder.`)
  }
}
