import { createHash, hash } from 'node:crypto'
import { join } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import { textFiles, type TextFile } from '../../../shared/model-files.ts'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import { readDigests, requireDigest } from '../../run-files/model-digests.ts'
import type { EncoderConfig } from './families/config.ts'
import { classifierShapes, denseShapes, encoderShapes, type Shapes } from './families/expected-shapes.ts'
import { ModelTexts } from './files/model-texts.ts'
import { no, type Answers } from './families/labels.ts'
import { canonicalName } from './families/names.ts'
import type { TensorEntry } from './files/safetensors.ts'
import { unfit } from './files/unfit-folder.ts'
import { openWeights, type Weights } from './files/weights.ts'

/** A model in Hugging Face's layout. Tensors go by the full names of its classifier, whatever the file calls them. */
export interface ModelFolder {
  readonly path: string
  /** `labels` is null where the file has no complete classifier, whatever config.json says. */
  readonly config: EncoderConfig
  has(name: string): boolean
  shape(name: string): readonly number[]
  /** @throws LastlayerError `model` if a number of it is not finite */
  read(name: string): Promise<Float32Array>
  /** The bytes of {@link read} in chunks, each gone once the next is asked for; float32 numbers are not looked at. */
  stream(name: string): AsyncIterable<Uint8Array>
  /** SHA-256, in hexadecimal, of the name, dtype, shape and bytes of each of these tensors; their order is no matter. */
  digest(names: readonly string[]): Promise<string>
  /** One of the small files as it was when the folder was opened; null where there was none. */
  text(name: TextFile): Buffer | null
  /** {@link text}, parsed. @throws LastlayerError `model` if it is not valid JSON */
  json(name: TextFile): unknown
  /**
   * The model as it is now, whatever becomes of its folder: with a copy of its weights in an empty folder, which is then a
   * model folder itself. The caller removes it after closing.
   * @throws LastlayerError `output`, or `model` if the weights change meanwhile
   */
  pin(folder: string): Promise<ModelFolder>
  close(): Promise<void>
}

/** The files that a vocabulary is read from. */
const vocabularies = ['tokenizer.json', 'vocab.txt', 'vocab.json'] as const

/**
 * Opens a model folder and checks all of it that a run will need, before any weight is read: the architecture, and that
 * every tensor of embeddings, blocks and head is there with the shape that config.json says. Other tensors are ignored.
 * @throws LastlayerError `model`, naming the file or tensor
 */
export async function openModelFolder(path: string): Promise<ModelFolder> {
  const texts = await ModelTexts.read(path)
  const weights = await openWeights(path)
  try {
    await requireUnchanged(texts, weights)
    if (vocabularies.every((name) => texts.text(name) === null)) throw await unfit(path, 'tokenizer.json')
    return new OpenModelFolder(texts, weights)
  } catch (error) {
    await weights.close()
    throw error
  }
}

/** @throws LastlayerError `model` if a file is not what was written, where that is known */
async function requireUnchanged(texts: ModelTexts, weights: Weights): Promise<void> {
  const kept = await readDigests(texts.path)
  if (kept.size === 0) return
  for (const [name, digest] of await weights.digests()) requireDigest(texts.path, name, kept, digest)
  for (const name of textFiles) {
    const content = texts.text(name)
    requireDigest(texts.path, name, kept, content && hash('sha256', content))
  }
}

class OpenModelFolder implements ModelFolder {
  readonly config: EncoderConfig
  private readonly tensors = new Map<string, TensorEntry>()

  constructor(
    private readonly texts: ModelTexts,
    private readonly file: Weights,
  ) {
    const { config } = texts
    const found = canonicalTensors(file, config)
    const keep = (shapes: Shapes) => {
      for (const [name, shape] of shapes) this.tensors.set(name, checked(file.path, found, name, shape))
    }
    keep(encoderShapes(config))
    const hasDense = [...denseShapes(config).keys()].every((name) => found.has(name))
    const answers = answersOf(config, found, hasDense)
    if (answers.labels !== null || (config.family.head.isDensePretrained && hasDense)) keep(denseShapes(config))
    if (answers.labels !== null) keep(classifierShapes(config, answers.labels.length))
    this.config = { ...config, ...answers }
  }

  has(name: string): boolean {
    return this.tensors.has(name)
  }

  shape(name: string): readonly number[] {
    return this.entry(name).shape
  }

  async read(name: string): Promise<Float32Array> {
    const entry = this.entry(name)
    const values = await this.file.readFloat32(entry.name)
    if (isFinite(values)) return values
    throw new LastlayerError(
      'model',
      `${this.file.path} cannot be used: its weights are damaged, tensor ${entry.name} holds numbers that are not finite ` +
        '(NaN or infinite). Download the model again or choose another one.',
    )
  }

  async *stream(name: string): AsyncGenerator<Uint8Array> {
    const { name: ownName, dtype } = this.entry(name)
    if (dtype === 'F32') return yield* this.file.streamBytes(ownName)
    const { buffer, byteOffset, byteLength } = await this.read(name)
    yield new Uint8Array(buffer, byteOffset, byteLength)
  }

  async digest(names: readonly string[]): Promise<string> {
    const hash = createHash('sha256')
    for (const name of [...names].sort()) {
      const entry = this.entry(name)
      hash.update(JSON.stringify([name, entry.dtype, entry.shape]))
      for await (const chunk of this.file.streamBytes(entry.name)) hash.update(chunk)
    }
    return hash.digest('hex')
  }

  get path(): string {
    return this.texts.path
  }

  text(name: TextFile): Buffer | null {
    return this.texts.text(name)
  }

  json(name: TextFile): unknown {
    return this.texts.json(name)
  }

  async pin(folder: string): Promise<ModelFolder> {
    for (const name of textFiles) {
      const content = this.text(name)
      if (content !== null) await writeFileAtomic(join(folder, name), content)
    }
    const file = await this.file.copyInto(folder)
    try {
      return new OpenModelFolder(this.texts, file)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.file.close()
  }

  private entry(name: string): TensorEntry {
    const entry = this.tensors.get(name)
    if (entry === undefined) throw new LastlayerError('model', `${this.file.path} has no tensor ${name}.`)
    return entry
  }
}

/** Whether all numbers are finite: times 0 they are then 0. */
function isFinite(values: Float32Array): boolean {
  let sum = 0
  for (const value of values) sum += value * 0
  return sum === 0
}

/** What config.json says of a head, if the file has that head. */
function answersOf(config: EncoderConfig, found: ReadonlyMap<string, TensorEntry>, hasDense: boolean): Answers {
  if (config.labels === null) return config
  const [weight, bias] = [...classifierShapes(config, 0).keys()].map((name) => found.get(name))
  if (!hasDense || weight === undefined || bias === undefined) return no('has no classifier among its weights')
  const [rows] = weight.shape
  if (rows === config.labels.length) return config
  return no(`has a classifier of ${rows} labels among its weights, where config.json names ${config.labels.length}`)
}

function canonicalTensors(file: Weights, config: EncoderConfig): Map<string, TensorEntry> {
  const tensors = new Map<string, TensorEntry>()
  for (const entry of file.entries.values()) {
    const name = canonicalName(config.family, entry.name)
    if (tensors.has(name)) {
      throw new LastlayerError('model', `${file.path} has tensor ${name} under two names. Choose another model.`)
    }
    tensors.set(name, entry)
  }
  return tensors
}

function checked(
  path: string,
  tensors: ReadonlyMap<string, TensorEntry>,
  name: string,
  shape: readonly number[],
): TensorEntry {
  const entry = tensors.get(name)
  if (entry === undefined) {
    throw new LastlayerError('model', `${path} lacks tensor ${name}, which config.json asks for. Download both again.`)
  }
  if (entry.shape.length !== shape.length || entry.shape.some((length, i) => length !== shape[i])) {
    throw new LastlayerError(
      'model',
      `${path} has tensor ${name} with shape [${entry.shape}], but config.json means [${shape}]. Download both again.`,
    )
  }
  if (entry.dtype !== 'F32' && entry.dtype !== 'F16' && entry.dtype !== 'BF16') {
    throw new LastlayerError(
      'model',
      `${path} has tensor ${name} as ${entry.dtype}; supported are F32, F16 and BF16. Choose another model.`,
    )
  }
  return entry
}
