import { collectTokens, placeTokens, type AddedTokens, type PlacedToken, type TokenSources } from './added-tokens.ts'

// What the classes of transformers 5.24 build of a vocabulary: models/bert/tokenization_bert.py and
// models/roberta/tokenization_roberta.py.

/** A tokenizer.json. */
export interface TokenizerJson {
  readonly model: Readonly<Record<string, unknown>>
  readonly added_tokens: readonly PlacedToken[]
  readonly [part: string]: unknown
}

export type Vocab = Readonly<Record<string, unknown>>

const frame = { version: '1.0', truncation: null, padding: null }
const bertNames = {
  unk_token: '[UNK]',
  sep_token: '[SEP]',
  pad_token: '[PAD]',
  cls_token: '[CLS]',
  mask_token: '[MASK]',
}
const robertaNames = {
  ...{ bos_token: '<s>', eos_token: '</s>', unk_token: '<unk>', sep_token: '</s>' },
  ...{ pad_token: '<pad>', cls_token: '<s>', mask_token: '<mask>' },
}

/** `BertTokenizer` */
export function buildWordPieces(vocab: Vocab, vocabSize: number, sources: TokenSources): TokenizerJson {
  const { settings } = sources
  const { roles, tokens } = added(sources, bertNames, vocab, vocabSize)
  const [before, after] = [roles.cls_token ?? bertNames.cls_token, roles.sep_token ?? bertNames.sep_token]
  const piece = (id: string, type: number) => ({ SpecialToken: { id, type_id: type } })
  const text = (id: string, type: number) => ({ Sequence: { id, type_id: type } })
  const single = [piece(before, 0), text('A', 0), piece(after, 0)]
  const ids = [before, after].map((id) => [id, { id, ids: [idOf(id, tokens, vocab)], tokens: [id] }])
  return {
    ...frame,
    added_tokens: tokens,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: settings.tokenize_chinese_chars,
      strip_accents: settings.strip_accents ?? null,
      lowercase: settings.do_lower_case,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, text('B', 1), piece(after, 1)],
      special_tokens: Object.fromEntries(ids) as object,
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: roles.unk_token,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  }
}

/** `RobertaTokenizer` */
export function buildBytePairs(
  vocab: Vocab,
  merges: readonly unknown[],
  vocabSize: number,
  sources: TokenSources,
): TokenizerJson {
  const { roles, tokens } = added(sources, robertaNames, vocab, vocabSize)
  const place = (role: 'sep_token' | 'cls_token') => {
    const content = roles[role] ?? robertaNames[role]
    return [content, idOf(content, tokens, vocab)]
  }
  const bytes = { type: 'ByteLevel', add_prefix_space: sources.settings.add_prefix_space, trim_offsets: true }
  return {
    ...frame,
    added_tokens: tokens,
    normalizer: null,
    pre_tokenizer: { ...bytes, use_regex: true },
    post_processor: { ...bytes, type: 'RobertaProcessing', sep: place('sep_token'), cls: place('cls_token') },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges,
    },
  }
}

/** Any other class: tokenizer.json as it is, with the tokens that the other files add. */
export function completeFile(
  file: { readonly model: { readonly vocab: Vocab } },
  sources: TokenSources,
): TokenizerJson {
  const { tokens } = collectTokens(sources, {})
  const own = sources.file.filter(({ content }) => !tokens.some((token) => token.content === content))
  return { ...file, added_tokens: placeTokens([...own, ...tokens], file.model.vocab) }
}

function added(
  sources: TokenSources,
  names: AddedTokens['roles'],
  vocab: Vocab,
  vocabSize: number,
): AddedTokens & { tokens: PlacedToken[] } {
  const { roles, tokens } = collectTokens(sources, names)
  // No text needs these two, and there are models without them.
  const isSpare = ({ content, id }: PlacedToken): boolean =>
    id >= vocabSize && (content === roles.pad_token || content === roles.mask_token)
  return { roles, tokens: placeTokens(tokens, vocab).filter((token) => !isSpare(token)) }
}

function idOf(content: string, tokens: readonly PlacedToken[], vocab: Vocab): number {
  return tokens.find((token) => token.content === content)?.id ?? Number(vocab[content])
}
