import { bert, joinSafetensors, roberta, splitSafetensors, without } from '../inputs/model-files.ts'
import type { Files } from '../target.ts'
import { each, fill } from './tables.ts'

type Json = Record<string, unknown>

/** A model one of whose files of JSON is changed. */
function withJson(model: Files, name: string, change: (json: Json) => Json): Files {
  const json = JSON.parse(Buffer.from(model[name]).toString('utf8')) as Json
  return { ...model, [name]: Buffer.from(JSON.stringify(change(json))) }
}

const numbered = (count: number, value: (i: number) => [string, unknown]): Json =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => value(i)))

function withTokenizer(model: Files, change: (file: Json & { model: Json; added_tokens: Json[] }) => Json): Files {
  return withJson(model, 'tokenizer.json', (json) => change(json as Json & { model: Json; added_tokens: Json[] }))
}

function withText(model: Files, name: string, content: string): Files {
  return { ...without(model, 'tokenizer.json'), [name]: Buffer.from(content) }
}

function withHeader(change: (header: Json) => unknown): Files {
  const { header, data } = splitSafetensors(Buffer.from(bert['model.safetensors']))
  return { ...bert, 'model.safetensors': joinSafetensors(change(header), data) }
}

/** A tokenizer with a part in which the same lies 20,000 deep. */
function withNested(part: string, open: string, innermost: string, close: string): Files {
  const files = withTokenizer(bert, (file) => ({ ...file, [part]: 'here' }))
  const deep = open.repeat(20_000) + innermost + close.repeat(20_000)
  const text = Buffer.from(files['tokenizer.json']).toString('utf8').replace('"here"', deep)
  return { ...files, 'tokenizer.json': Buffer.from(text) }
}

function nested(depth: number, leaf: unknown, around: (inner: unknown) => unknown): unknown {
  return Array.from({ length: depth }).reduce<unknown>(around, leaf)
}

/** Models of which one file is a megabyte that is meant to take long or much memory. */
export const extremeModels: Readonly<Record<string, () => Files>> = {
  tensors: () => withHeader((header) => ({ ...header, ...numbered(12_000, (i) => [`t${i}`, { dtype: 'F32', shape: [0], data_offsets: [0, 0] }]) })), // prettier-ignore
  'a shape': () => withHeader((header) => ({ ...header, x: { dtype: 'F32', shape: Array(400_000).fill(1), data_offsets: [0, 4] } })), // prettier-ignore
  'a nested header': () => withHeader(() => nested(4000, 1, (inner) => ({ a: inner }))),
  metadata: () => withHeader((header) => ({ ...header, __metadata__: numbered(40_000, (i) => [`k${i}`, 'value']) })),
  labels: () => withJson(bert, 'config.json', (json) => ({ ...json, id2label: numbered(50_000, (i) => [String(i), `l${i}`]) })), // prettier-ignore
  'labels to numbers': () => withJson(bert, 'config.json', (json) => ({ ...json, id2label: undefined, label2id: numbered(50_000, (i) => [`l${i}`, i]) })), // prettier-ignore
  'sizes of a config': () => withJson(bert, 'config.json', (json) => ({ ...json, num_hidden_layers: 1e9, hidden_size: 1e9, num_attention_heads: 1e9 })), // prettier-ignore
  blocks: () => withJson(bert, 'config.json', (json) => ({ ...json, num_hidden_layers: 2 ** 31 })),
  positions: () => withJson(bert, 'config.json', (json) => ({ ...json, max_position_embeddings: 2 ** 40 })),
  'a vocabulary': () => withTokenizer(bert, (file) => ({ ...file, model: { ...file.model, vocab: numbered(60_000, (i) => [`w${i}`, i]) } })), // prettier-ignore
  'ids of a vocabulary': () => withTokenizer(bert, (file) => ({ ...file, model: { ...file.model, vocab: numbered(60_000, (i) => [`w${i}`, 2 ** 52 + i]) } })), // prettier-ignore
  'added tokens': () => withTokenizer(bert, (file) => ({ ...file, added_tokens: [...file.added_tokens, ...Array.from({ length: 12_000 }, (_, i) => ({ id: 400 + i, content: `<x${i}>`, special: true }))] })), // prettier-ignore
  'added tokens alike': () => withTokenizer(bert, (file) => ({ ...file, added_tokens: [...file.added_tokens, ...Array.from({ length: 900 }, (_, i) => ({ id: 400 + i, content: 'a'.repeat(i + 1), special: true }))] })), // prettier-ignore
  'a long token': () => withTokenizer(bert, (file) => ({ ...file, added_tokens: [...file.added_tokens, { id: 400, content: fill('a'), special: true }] })), // prettier-ignore
  merges: () => withTokenizer(roberta, (file) => ({ ...file, model: { ...file.model, merges: Array.from({ length: 60_000 }, (_, i) => [`a${i}`, 'b']) } })), // prettier-ignore
  'merges of the same': () => withTokenizer(roberta, (file) => ({ ...file, model: { ...file.model, merges: Array(60_000).fill(['x', 'x']) } })), // prettier-ignore
  'nested normalizers': () =>
    withNested('normalizer', '{"type":"Sequence","normalizers":[', '{"type":"Lowercase"}', ']}'),
  'nested tokenizers': () =>
    withNested('pre_tokenizer', '{"type":"Sequence","pretokenizers":[', '{"type":"BertPreTokenizer"}', ']}'),
  normalizers: () => withTokenizer(bert, (file) => ({ ...file, normalizer: { type: 'Sequence', normalizers: Array(30_000).fill({ type: 'Replace', pattern: { String: 'a' }, content: 'aa' }) } })), // prettier-ignore
  'doubling normalizers': () => withTokenizer(bert, (file) => ({ ...file, normalizer: { type: 'Sequence', normalizers: Array(60).fill({ type: 'Replace', pattern: { String: 'x' }, content: 'xx' }) } })), // prettier-ignore
  'a pattern': () => withTokenizer(bert, (file) => ({ ...file, pre_tokenizer: { type: 'Split', pattern: { Regex: '(x+x+)+y' }, behavior: 'Isolated', invert: false } })), // prettier-ignore
  'a long pattern': () => withTokenizer(bert, (file) => ({ ...file, pre_tokenizer: { type: 'Split', pattern: { Regex: fill('(a|') }, behavior: 'Isolated', invert: false } })), // prettier-ignore
  'prefixes of words': () => withTokenizer(bert, (file) => ({ ...file, model: { ...file.model, max_input_chars_per_word: 1e9 } })), // prettier-ignore
  'lines of a vocabulary': () =>
    withText(
      bert,
      'vocab.txt',
      each((i) => `w${i}\n`),
    ),
  'one line of a vocabulary': () => withText(bert, 'vocab.txt', fill('w')),
  'the same line of a vocabulary': () => withText(bert, 'vocab.txt', fill('w\n')),
  'lines of merges': () =>
    withText(
      roberta,
      'merges.txt',
      each((i) => `a${i} b\n`),
    ),
  'spaces of merges': () => withText(roberta, 'merges.txt', fill(' ')),
}
