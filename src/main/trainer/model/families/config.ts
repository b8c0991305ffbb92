import { z } from 'zod'
import { describeZodError, LastlayerError } from '../../../../shared/errors.ts'
import { families, traits, type Family } from './families.ts'

/** A model's architecture, in the same words for every family. */
export interface EncoderConfig {
  readonly family: Family
  /** Width of a token's vector; a multiple of `heads`. */
  readonly dim: number
  readonly heads: number
  readonly blocks: number
  /** Inner width of the feed-forward network. */
  readonly hiddenDim: number
  readonly vocabSize: number
  /** The longest text, in tokens. */
  readonly positions: number
  /** The row of the position table that belongs to a text's first token; those before it are never read. */
  readonly firstPosition: number
  /** 0 where the family has no token types. */
  readonly typeVocab: number
  readonly layerNormEps: number
  readonly activation: Activation
  readonly hiddenDropout: number
  readonly attentionDropout: number
  readonly headDropout: number
  readonly padTokenId: number
  /** The labels by class index, if the model is a classifier that chooses one of them; else null. */
  readonly labels: readonly string[] | null
  /** The maximum length that a model made by Lastlayer was trained with; else null. */
  readonly trainedLength: number | null
  /** The whole config.json, for writing it back. */
  readonly raw: Readonly<Record<string, unknown>>
}

const activation = z.enum(['gelu', 'relu'])
export type Activation = z.infer<typeof activation>

const length = (max: number) => z.int().min(1).max(max)
const rate = z.number().min(0).lt(1)
const padTokenId = z.int().min(0).nullish()

// The defaults are those of Python's transformers, for configs that leave a field out.
const distilbert = z.object({
  dim: length(16_384).default(768),
  n_heads: length(512).default(12),
  n_layers: length(128).default(6),
  hidden_dim: length(131_072).default(3072),
  vocab_size: length(4_000_000).default(30_522),
  max_position_embeddings: length(131_072).default(512),
  activation: activation.default('gelu'),
  dropout: rate.default(0.1),
  attention_dropout: rate.default(0.1),
  seq_classif_dropout: rate.default(0.2),
  pad_token_id: padTokenId,
})

const bert = z.object({
  hidden_size: distilbert.shape.dim,
  num_attention_heads: distilbert.shape.n_heads,
  num_hidden_layers: length(128).default(12),
  intermediate_size: distilbert.shape.hidden_dim,
  vocab_size: distilbert.shape.vocab_size,
  max_position_embeddings: distilbert.shape.max_position_embeddings,
  type_vocab_size: length(1024).default(2),
  layer_norm_eps: z.number().gt(0).max(1).default(1e-12),
  hidden_act: activation.default('gelu'),
  hidden_dropout_prob: rate.default(0.1),
  attention_probs_dropout_prob: rate.default(0.1),
  classifier_dropout: rate.nullish(),
  pad_token_id: padTokenId,
  position_embedding_type: z.literal('absolute').default('absolute'),
  is_decoder: z.literal(false).default(false),
  add_cross_attention: z.literal(false).default(false),
})

const roberta = bert.extend({
  vocab_size: length(4_000_000).default(50_265),
  pad_token_id: z.int().min(0).default(1),
})

const common = z.object({
  model_type: z.string(),
  architectures: z.array(z.string()).nullish(),
  problem_type: z.string().nullish(),
  num_labels: length(100_000).nullish(),
  lastlayer: z.object({ max_length: z.int().min(1) }).optional(),
})

/**
 * Reads a config.json. `file` is its path, for the error.
 * @throws LastlayerError `model`, naming the file and the field.
 */
export function parseConfig(json: unknown, file: string): EncoderConfig {
  const raw = parse(z.record(z.string(), z.unknown()), json, file)
  if (raw.auto_map !== undefined && raw.auto_map !== null) {
    throw refusal(file, 'the model asks to run Python code of its own (auto_map), which Lastlayer never does')
  }
  const about = parse(common, raw, file)
  const family = families.find((family) => family === about.model_type)
  if (family === undefined) {
    throw refusal(file, `model_type is ${JSON.stringify(about.model_type)}; supported are ${families.join(', ')}`)
  }
  const config: EncoderConfig = {
    family,
    ...readArchitecture(family, raw, file),
    labels: readLabels(raw, about, file),
    trainedLength: about.lastlayer?.max_length ?? null,
    raw,
  }
  if (config.positions < 2) throw refusal(file, 'max_position_embeddings leaves no room for a text')
  if (config.dim % config.heads !== 0) {
    throw refusal(file, `its width ${config.dim} is not a multiple of its ${config.heads} attention heads`)
  }
  return config
}

/** The tokens that a classifier reads of a text. */
export function lengthRead({ trainedLength, positions }: EncoderConfig): number {
  return Math.min(trainedLength ?? positions, positions)
}

type Architecture = Omit<EncoderConfig, 'family' | 'labels' | 'trainedLength' | 'raw'>

function readArchitecture(family: Family, raw: unknown, file: string): Architecture {
  if (family === 'distilbert') return fromDistilbert(parse(distilbert, raw, file))
  return fromBert(parse(family === 'bert' ? bert : roberta, raw, file), traits[family].positionsFollowPadding)
}

function fromDistilbert(config: z.infer<typeof distilbert>): Architecture {
  return {
    dim: config.dim,
    heads: config.n_heads,
    blocks: config.n_layers,
    hiddenDim: config.hidden_dim,
    vocabSize: config.vocab_size,
    positions: config.max_position_embeddings,
    firstPosition: 0,
    typeVocab: 0,
    layerNormEps: 1e-12,
    activation: config.activation,
    hiddenDropout: config.dropout,
    attentionDropout: config.attention_dropout,
    headDropout: config.seq_classif_dropout,
    padTokenId: config.pad_token_id ?? 0,
  }
}

function fromBert(config: z.infer<typeof bert>, positionsFollowPadding: boolean): Architecture {
  const padTokenId = config.pad_token_id ?? 0
  const firstPosition = positionsFollowPadding ? padTokenId + 1 : 0
  return {
    dim: config.hidden_size,
    heads: config.num_attention_heads,
    blocks: config.num_hidden_layers,
    hiddenDim: config.intermediate_size,
    vocabSize: config.vocab_size,
    positions: config.max_position_embeddings - firstPosition,
    firstPosition,
    typeVocab: config.type_vocab_size,
    layerNormEps: config.layer_norm_eps,
    activation: config.hidden_act,
    hiddenDropout: config.hidden_dropout_prob,
    attentionDropout: config.attention_probs_dropout_prob,
    headDropout: config.classifier_dropout ?? config.hidden_dropout_prob,
    padTokenId,
  }
}

/** Whether the model chooses one of several labels: regression and several labels at once are other tasks. */
function isClassifier({ architectures, problem_type }: z.infer<typeof common>): boolean {
  const task = problem_type ?? 'single_label_classification'
  const classifies = (architectures ?? []).some((name) => name.endsWith('ForSequenceClassification'))
  return classifies && task === 'single_label_classification'
}

/** The labels of a classifier in the order of their numbers; null for other tasks. One label alone is a regression. */
function readLabels(
  { id2label }: Record<string, unknown>,
  about: z.infer<typeof common>,
  file: string,
): string[] | null {
  if (!isClassifier(about)) return null
  const labels = id2label === undefined || id2label === null ? unnamed(about.num_labels ?? 2) : named(id2label, file)
  return labels.length > 1 ? labels : null
}

/** As Python names them where nobody did. */
function unnamed(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `LABEL_${i}`)
}

function named(id2label: unknown, file: string): string[] {
  const table = new Map(Object.entries(parse(z.record(z.string(), z.string()), id2label, file, 'id2label')))
  const labels = Array.from({ length: table.size }, (_, i) => table.get(String(i)))
  if (!labels.every((label) => label !== undefined)) throw refusal(file, 'id2label is not numbered 0, 1, 2 …')
  if (new Set(labels).size < labels.length) throw refusal(file, 'id2label names two classes alike')
  return labels
}

function parse<T>(schema: z.ZodType<T>, json: unknown, file: string, field?: string): T {
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw refusal(file, (field === undefined ? '' : `${field}: `) + describeZodError(parsed.error))
}

function refusal(file: string, reason: string): LastlayerError {
  return new LastlayerError('model', `${file} cannot be used: ${reason}. Choose another model.`)
}
