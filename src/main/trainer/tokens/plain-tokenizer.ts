import { z } from 'zod'

// What the tokenizers of BERT, DistilBERT and RoBERTa are made of, and their like: no step does more than a small multiple
// of its text's work, and there are few steps. A sequence of 18 ByteLevel steps, each harmless, multiplies a text by 2^18.

const normalizer = z.object({
  type: z.enum(['BertNormalizer', 'NFC', 'NFD', 'NFKC', 'NFKD', 'Lowercase', 'StripAccents', 'Strip']),
})
const normalizers = z.object({ type: z.literal('Sequence'), normalizers: z.array(normalizer).max(4) })

const preTokenizer = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['BertPreTokenizer', 'Whitespace', 'WhitespaceSplit']) }),
  // Without its pattern the whole text is one word, which byte pairs are slow at.
  z.object({ type: z.literal('ByteLevel'), use_regex: z.literal(true).nullish() }),
])

/** The parts of a tokenizer.json that work on a text; those of the vocabulary do so by looking it up. */
const plainTokenizer = z.object({
  normalizer: z.union([normalizer, normalizers]).nullish(),
  pre_tokenizer: preTokenizer.nullish(),
  post_processor: z
    .object({ type: z.enum(['BertProcessing', 'RobertaProcessing', 'TemplateProcessing', 'ByteLevel']) })
    .nullish(),
  model: z
    .object({
      type: z.enum(['WordPiece', 'BPE']).nullish(),
      // A word is tried at every length.
      max_input_chars_per_word: z.number().max(200).nullish(),
    })
    .nullish(),
})

/** Whether a tokenizer.json, parsed, asks for nothing but known steps, whose time grows with the text alone. */
export function isPlain(json: unknown): boolean {
  return json === null || plainTokenizer.safeParse(json).success
}
