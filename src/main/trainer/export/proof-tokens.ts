import { LastlayerError } from '../../../shared/errors.ts'
import { printable } from '../../../shared/printable.ts'
import { loadTransformers } from '../backend/onnx-runtime.ts'
import { ModelTexts } from '../model/files/model-texts.ts'
import { lengthRead } from '../model/tokenizer/tokenizer-file.ts'
import { TextTokenizer } from '../tokens/tokenizer.ts'

/** Gives the ids that a program reads of a text, cut as the program cuts it. */
type Read = (text: string) => readonly number[]

/** Opens the tokenizer of an exported folder as a library does. */
type Reader = (folder: ModelTexts) => Promise<Read>

/** What the samples of exports read their tokenizer with. */
export const readers = {
  /** `Tokenizer.from_file` of Python: tokenizer.json and nothing else. */
  tokenizers: async (folder) => {
    const tokenizer = TextTokenizer.of(folder.json('tokenizer.json') as object, folder)
    const maxLength = lengthRead(folder)
    return (text) => [...tokenizer.encode(text, maxLength).ids]
  },
  /** `AutoTokenizer` of Python: all files, tokenizer_config.json before the others. */
  transformers: async (folder) => {
    const tokenizer = TextTokenizer.open(folder)
    const maxLength = lengthRead(folder)
    return (text) => [...tokenizer.encode(text, maxLength).ids]
  },
  /** `AutoTokenizer` of JavaScript, which cuts without closing the text; the exported graph does that. */
  'transformers.js': async (folder) => {
    const { AutoTokenizer } = await loadTransformers()
    const tokenizer = await AutoTokenizer.from_pretrained(folder.path)
    const { separator } = TextTokenizer.open(folder)
    const maxLength = lengthRead(folder)
    return (text) => {
      const ids: number[] = tokenizer(text, { truncation: true, return_tensor: false }).input_ids
      return ids.length < maxLength ? ids : [...ids.slice(0, maxLength - 1), separator]
    }
  },
} as const satisfies Record<string, Reader>
export type ReaderName = keyof typeof readers

// What tokenizers differ in: case, accents, scripts without spaces, blanks, and the tokens that stand for something.
const probes = [
  '',
  'The Soup was WARM, and the waiter didn’t smile.',
  'Café naïve Ünïcödé cafe\u0301 İstanbul Straße ΟΔΟΣ',
  '\u4f60\u597d\uff0c\u4e16\u754c 東京 한국어 слово אבג عرب हिन्दी',
  ' two  spaces\tand\nlines\u00a0',
  '\u{1f600} 3.14159 50% a_b#c@d',
  '[CLS] [SEP] [MASK] [UNK] <s> </s> <mask> <unk>',
  Array.from({ length: 600 }, (_, i) => `a long text ${i}`).join(' '),
]
const mostAddedTokens = 50

/**
 * Has each program that an export brings read texts with the tokenizer in its folder.
 * @throws LastlayerError `proof` if one reads other tokens than the model does
 */
export async function requireSameTokens(
  own: TextTokenizer,
  maxLength: number,
  path: string,
  names: readonly ReaderName[],
  texts: readonly string[],
): Promise<void> {
  const folder = await ModelTexts.read(path)
  const all = [...probes, ...addedTokens(folder).flatMap((token) => [token, `a ${token} b`, `a${token}b`]), ...texts]
  for (const name of names) {
    const read = await readers[name](folder)
    // The model's own tokenizer works under a limit, which a text that takes too long does not pass.
    const differing = all.find((text) => own.encode(text, maxLength).ids.join() !== read(text).join())
    if (differing === undefined) continue
    throw new LastlayerError(
      'proof',
      `The export was taken back: with the tokenizer in it, ${name} reads ${quoted(differing)} otherwise than the model ` +
        'does. Export to another format, and report this sentence.',
    )
  }
}

function addedTokens(folder: ModelTexts): string[] {
  const { added_tokens } = folder.json('tokenizer.json') as { added_tokens: { content: string }[] }
  return added_tokens.slice(-mostAddedTokens).map(({ content }) => content)
}

function quoted(text: string): string {
  return JSON.stringify(printable(text.length > 60 ? `${text.slice(0, 60)}…` : text))
}
