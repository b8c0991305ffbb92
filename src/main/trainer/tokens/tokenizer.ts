import { Tokenizer } from '@huggingface/tokenizers'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { describeZodError, LastlayerError, reasonOf } from '../../../shared/errors.ts'
import type { EncoderConfig } from '../model/families/config.ts'
import { readSettings, readTokenizer, type TokenizerPlace } from '../model/tokenizer/tokenizer-file.ts'
import { tokenizingLimit, type Limited } from './tokenizing-limit.ts'
import { sparingWords, type Split } from './single-words.ts'
import { wordPieceSplitter } from './word-pieces.ts'
import { at } from '../../../shared/at.ts'

export interface TokenIds {
  /** `[CLS]` (or `<s>`), then as many of the text's tokens as fit, the first ones or the last ones, then `[SEP]` (or `</s>`): at most the maximum length. */
  readonly ids: Int32Array
  /** The number of tokens before truncation, those two included. */
  readonly fullLength: number
}

/** How many of config.json's token ids may be unused: vocabularies are padded to round numbers. */
const maxUnusedIds = 128

const vocab = z.looseObject({})
const wordPieceModel = z.object({
  type: z.literal('WordPiece'),
  vocab,
  unk_token: z.string().default('[UNK]'),
  continuing_subword_prefix: z.string().default('##'),
  max_input_chars_per_word: z.int().min(1).default(100),
})
/** Merges of bytes, as RoBERTa has them. What the library does not follow is refused: dropout, a prefix within words. */
const bytePairModel = z.object({
  type: z.literal('BPE'),
  vocab,
  unk_token: z.string().nullish(),
  dropout: z.literal(0).nullish(),
  continuing_subword_prefix: z.literal('').nullish(),
})

const tokenizerFile = z.object({
  model: z.discriminatedUnion('type', [wordPieceModel, bytePairModel], 'supported are WordPiece and BPE'),
  added_tokens: z.array(z.looseObject({ content: z.string(), single_word: z.boolean() })),
})

/**
 * @throws LastlayerError `usage` if texts of this many tokens are longer than the model can read.
 */
export function checkMaxLength(config: EncoderConfig, maxLength: number): void {
  if (maxLength <= config.positions) return
  throw new LastlayerError(
    'usage',
    `Setting maxLength is ${maxLength}, but this model reads at most ${config.positions} tokens. ` +
      `Set it to ${config.positions} or less.`,
  )
}

/** Turns texts into token ids, as transformers does with the files of a model. */
export class TextTokenizer {
  private constructor(
    private readonly tokenizer: Tokenizer,
    /** The id of the token that ends every text. */
    readonly separator: number,
    /** The id that stands for what the vocabulary lacks; null where it lacks nothing. */
    readonly unknown: number | null,
    /** SHA-256, in hexadecimal, of all that the ids of a text depend on. */
    readonly digest: string,
    private readonly limited: Limited,
    /** Whether it is the end of a long text that is read, not its beginning. */
    readonly readsEnd: boolean,
  ) {}

  /** @throws LastlayerError `model` if the tokenizer is not one that Lastlayer reads, or is not that of the model. */
  static open(model: TokenizerPlace): TextTokenizer {
    return TextTokenizer.of(readTokenizer(model), model, readSettings(model).truncation_side === 'left')
  }

  /** A tokenizer.json, parsed, and nothing else. @throws as {@link open} */
  static of(json: object, model: Pick<TokenizerPlace, 'path' | 'config'>, readsEnd = false): TextTokenizer {
    const path = join(model.path, 'tokenizer.json')
    const file = parse(tokenizerFile, json, path)
    const digest = createHash('sha256')
      .update(JSON.stringify(readsEnd ? [json, readsEnd] : json))
      .digest('hex')
    try {
      const limited = tokenizingLimit(json, path)
      return limited(file.added_tokens.length, () => {
        const tokenizer = build(json, file, model.config.vocabSize)
        const unknown = unknownOf(tokenizer, file)
        return new TextTokenizer(tokenizer, separatorOf(tokenizer), unknown, digest, limited, readsEnd)
      })
    } catch (error) {
      if (error instanceof LastlayerError) throw error
      throw unusable(path, reasonOf(error), error)
    }
  }

  /**
   * Any string will do; one without a word gives `[CLS]` and `[SEP]`. `maxLength` is at least 2.
   * @throws LastlayerError `model` if a pattern of the tokenizer's own takes too long
   */
  encode(text: string, maxLength: number): TokenIds {
    const { ids } = this.limited(text.length, () => this.tokenizer.encode(text))
    if (ids.length <= maxLength) return { ids: Int32Array.from(ids), fullLength: ids.length }
    const kept = this.readsEnd
      ? [...ids.slice(0, 1), ...ids.slice(ids.length - maxLength + 1)]
      : [...ids.slice(0, maxLength - 1), this.separator]
    return { ids: Int32Array.from(kept), fullLength: ids.length }
  }

  /** How many of some ids stand for what the vocabulary lacks. */
  countUnknown(ids: Int32Array): number {
    return this.unknown === null ? 0 : ids.reduce((sum, id) => sum + Number(id === this.unknown), 0)
  }
}

/** What the library keeps to itself, but leaves to be exchanged. */
interface Splitters {
  readonly splitter_unnormalized: { split: Split }
  readonly splitter_normalized: { split: Split }
  readonly added_tokens_map: ReadonlyMap<string, { readonly single_word: boolean }>
}

/** The library's tokenizer; it does not apply `truncation` and `padding` of its file. */
function build(json: object, file: z.infer<typeof tokenizerFile>, vocabSize: number): Tokenizer {
  const { model } = file
  const tokenizer = new Tokenizer(json, {})
  if (tokenizer.model === null) throw new Error('it has no model')
  const vocab = tokenizer.model.tokens_to_ids
  checkVocabulary(vocab, vocabSize)
  const unknown = model.unk_token
  if (typeof unknown === 'string' && !vocab.has(unknown)) {
    throw new Error(`its unknown token ${unknown} is not in its vocabulary`)
  }
  if (file.added_tokens.some(({ single_word }) => single_word)) {
    const { splitter_unnormalized, splitter_normalized, added_tokens_map } = tokenizer as unknown as Splitters
    for (const splitter of [splitter_unnormalized, splitter_normalized]) {
      splitter.split = sparingWords(splitter.split.bind(splitter), added_tokens_map)
    }
  }
  if (model.type === 'WordPiece') {
    // The library would make pieces of added tokens too.
    const isNew = new Set(file.added_tokens.map(({ content }) => content).filter((content) => !Object.hasOwn(model.vocab, content))) // prettier-ignore
    tokenizer.model.encode = wordPieceSplitter({
      vocab: { has: (piece) => vocab.has(piece) && !isNew.has(piece), keys: () => vocab.keys() },
      unknown: model.unk_token,
      prefix: model.continuing_subword_prefix,
      maxWordLength: model.max_input_chars_per_word,
    })
  }
  return tokenizer
}

/** The id of the one token after every text. */
function separatorOf(tokenizer: Tokenizer): number {
  const empty = tokenizer.encode('').ids
  const word = tokenizer.encode('a').ids
  const wraps = empty.length === 2 && word.length > 2 && word[0] === empty[0] && word.at(-1) === empty[1]
  if (!wraps) throw new Error('it does not put one token before a text and one after it')
  return at(empty, 1)
}

function unknownOf({ model }: Tokenizer, file: z.infer<typeof tokenizerFile>): number | null {
  return model?.tokens_to_ids.get(file.model.unk_token ?? '') ?? null
}

const longestShown = 60

function checkVocabulary(vocab: ReadonlyMap<string, number>, vocabSize: number): void {
  const misplaced = [...vocab].find(([, id]) => !(Number.isInteger(id) && id >= 0 && id < vocabSize))
  const size = new Set(vocab.values()).size
  if (misplaced === undefined && size >= vocabSize - maxUnusedIds) return
  // A file may have anything in the place of an id.
  const shown = (part: unknown): string => (typeof part === 'string' ? part : String(JSON.stringify(part)))
  const [token, id] = (misplaced ?? []).map((part) => shown(part).slice(0, longestShown))
  const detail = misplaced === undefined ? '' : `, among them ${token} with the id ${id}`
  throw new Error(
    `it has ${size} tokens${detail}, but vocab_size in config.json is ${vocabSize}; they are of different models`,
  )
}

function parse<T>(schema: z.ZodType<T>, json: unknown, path: string): T {
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw unusable(path, describeZodError(parsed.error), parsed.error)
}

function unusable(path: string, reason: string, cause: unknown): LastlayerError {
  return new LastlayerError('model', `${path} cannot be used: ${reason}. Choose another model.`, { cause })
}
