import { join } from 'node:path'
import { z } from 'zod'
import { describeZodError, LastlayerError, reasonOf } from '../../../../shared/errors.ts'
import type { TextFile } from '../../../../shared/model-files.ts'
import type { EncoderConfig } from '../families/config.ts'
import { buildBytePairs, buildWordPieces, completeFile, type TokenizerJson, type Vocab } from './build.ts'
import { addedToken, addedTokensFile, specialTokens, tokenizerSettings, type TokenizerSettings } from './settings.ts'
import { buildingOf, tokenizerClass } from './tokenizer-class.ts'
import { bytePairs, wordPieces } from './vocabulary.ts'

/** The small files of a model folder, and what of its config.json its tokenizer depends on. */
export interface TokenizerPlace {
  readonly path: string
  readonly config: { readonly raw: Readonly<Record<string, unknown>>; readonly vocabSize: number }
  /** One of its files; null where there is none. */
  text(name: TextFile): Buffer | null
  /** {@link text}, parsed. @throws LastlayerError `model` */
  json(name: TextFile): unknown
}

const fileSchema = z.looseObject({
  model: z.looseObject({
    type: z.string().nullish(),
    vocab: z.looseObject({}),
    merges: z.array(z.unknown()).nullish(),
  }),
  added_tokens: z.array(addedToken.extend({ id: z.int().min(0), content: z.string().min(1) })),
})
type File = z.infer<typeof fileSchema>
type Kind = 'WordPiece' | 'BPE'

/**
 * The tokenizer of a model folder as Python's transformers 5 makes it of all its files: a whole tokenizer.json that says
 * what counts, so that who reads nothing else reads the same.
 * @throws LastlayerError `model`, naming the file
 */
export function readTokenizer(place: TokenizerPlace): TokenizerJson {
  const given = place.json('tokenizer.json')
  const file = given === null ? null : withKind(parse(fileSchema, given, place, 'tokenizer.json'))
  const optional = <T>(schema: z.ZodType<T>, name: TextFile): T => parse(schema, place.json(name) ?? {}, place, name)
  const settings = readSettings(place)
  const sources = {
    settings,
    map: optional(specialTokens, 'special_tokens_map.json'),
    added: optional(addedTokensFile, 'added_tokens.json'),
    file: file?.added_tokens ?? [],
  }
  const name = tokenizerClass(settings, place.config.raw)
  const { vocabSize } = place.config
  switch (buildingOf(name)) {
    case 'word pieces': {
      if (file !== null) requireKind(file, 'WordPiece', name, place)
      return buildWordPieces(file?.model.vocab ?? vocabTxt(place, name), vocabSize, sources)
    }
    case 'byte pairs': {
      if (file !== null) requireKind(file, 'BPE', name, place)
      const { vocab, merges } = file?.model ?? vocabAndMerges(place, name)
      return buildBytePairs(vocab, merges ?? [], vocabSize, sources)
    }
    case 'as it is':
      if (file === null) throw noTokenizer(place, name)
      return completeFile(file, sources)
  }
}

/** tokenizer_config.json. @throws LastlayerError `model` */
export function readSettings(place: TokenizerPlace): TokenizerSettings {
  return parse(tokenizerSettings, place.json('tokenizer_config.json') ?? {}, place, 'tokenizer_config.json')
}

/** The tokens that a classifier reads of a text: as many as it was trained with, or as transformers reads. */
export function lengthRead(place: TokenizerPlace & { readonly config: EncoderConfig }): number {
  const { trainedLength, positions } = place.config
  const limit = readSettings(place).model_max_length ?? positions
  // A text needs the tokens before and after it.
  return Math.min(trainedLength ?? (limit < 3 ? positions : Math.floor(limit)), positions)
}

/** The oldest files do not say what they are. */
function withKind(file: File): File & { model: { type: string } } {
  const type = file.model.type ?? (file.model.merges ? 'BPE' : 'WordPiece')
  return { ...file, model: { ...file.model, type } }
}

function requireKind({ model }: File, kind: Kind, className: string, place: TokenizerPlace): void {
  if (model.type === kind) return
  throw unusable(
    place,
    'tokenizer.json',
    `model.type is ${JSON.stringify(model.type)}, but the tokenizer's class is ${className}, which is ${kind}. ` +
      'Name the right tokenizer_class in tokenizer_config.json, or choose another model',
  )
}

function vocabTxt(place: TokenizerPlace, className: string): Vocab {
  const content = place.text('vocab.txt')
  if (content === null) throw noTokenizer(place, className)
  return understood(place, 'vocab.txt', () => wordPieces(content))
}

function vocabAndMerges(place: TokenizerPlace, className: string): { vocab: Vocab; merges: readonly unknown[] } {
  const [vocab, merges] = [place.text('vocab.json'), place.text('merges.txt')]
  if (vocab === null || merges === null) throw noTokenizer(place, className)
  return understood(place, 'vocab.json', () => bytePairs(vocab, merges))
}

function understood<T>(place: TokenizerPlace, name: TextFile, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw unusable(place, name, `${reasonOf(cause)}. Choose another model`, cause)
  }
}

function noTokenizer({ path }: TokenizerPlace, className: string): LastlayerError {
  const older = { 'word pieces': ' or vocab.txt', 'byte pairs': ', or vocab.json and merges.txt', 'as it is': '' }
  return new LastlayerError(
    'model',
    `${path} has no tokenizer.json${older[buildingOf(className)]}, which its tokenizer, ${className}, is read from. ` +
      'Load it in Python with AutoTokenizer and save it with save_pretrained, or choose another model.',
  )
}

function parse<T>(schema: z.ZodType<T>, json: unknown, place: TokenizerPlace, name: TextFile): T {
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw unusable(place, name, `${describeZodError(parsed.error)}. Choose another model`, parsed.error)
}

function unusable({ path }: TokenizerPlace, name: TextFile, reason: string, cause?: unknown): LastlayerError {
  return new LastlayerError('model', `${join(path, name)} cannot be used: ${reason}.`, { cause })
}
