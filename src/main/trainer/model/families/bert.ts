import { z } from 'zod'
import { affine, fields, type Architecture, type BlockNames, type EmbeddingNames, type Family } from './family.ts'

/** BERT's config.json, and that of the families that came from it. */
export const bertConfig = z.object({
  // The defaults are those of Python's transformers, for configs that leave a field out.
  hidden_size: fields.dim.default(768),
  num_attention_heads: fields.heads.default(12),
  num_hidden_layers: fields.blocks.default(12),
  intermediate_size: fields.hiddenDim.default(3072),
  vocab_size: fields.vocabSize.default(30_522),
  max_position_embeddings: fields.positions.default(512),
  type_vocab_size: fields.typeVocab.default(2),
  layer_norm_eps: fields.layerNormEps.default(1e-12),
  hidden_act: fields.activation.default('gelu'),
  hidden_dropout_prob: fields.rate.default(0.1),
  attention_probs_dropout_prob: fields.rate.default(0.1),
  classifier_dropout: fields.rate.nullish(),
  pad_token_id: fields.padTokenId.nullish(),
  position_embedding_type: z.literal('absolute').default('absolute'),
  is_decoder: z.literal(false).default(false),
  add_cross_attention: z.literal(false).default(false),
})

/** The numbers in such a config.json; the rows of the position table before `firstPosition` are never read. */
export function bertArchitecture(config: z.infer<typeof bertConfig>, firstPosition = 0): Architecture {
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
    padTokenId: config.pad_token_id ?? 0,
  }
}

/** The names of BERT's embeddings, below a prefix. */
export function bertEmbeddings(prefix: string): EmbeddingNames {
  const embeddings = `${prefix}.embeddings`
  return {
    words: `${embeddings}.word_embeddings.weight`,
    positions: `${embeddings}.position_embeddings.weight`,
    types: `${embeddings}.token_type_embeddings.weight`,
    norm: affine(`${embeddings}.LayerNorm`),
  }
}

/** The names of one of BERT's blocks, below a prefix. */
export function bertBlock(prefix: string, index: number): BlockNames {
  const block = `${prefix}.encoder.layer.${index}`
  return {
    query: affine(`${block}.attention.self.query`),
    key: affine(`${block}.attention.self.key`),
    value: affine(`${block}.attention.self.value`),
    attentionOutput: affine(`${block}.attention.output.dense`),
    attentionNorm: affine(`${block}.attention.output.LayerNorm`),
    feedForwardIn: affine(`${block}.intermediate.dense`),
    feedForwardOut: affine(`${block}.output.dense`),
    outputNorm: affine(`${block}.output.LayerNorm`),
  }
}

export const bert: Family = {
  name: 'bert',
  className: 'Bert',
  prefix: 'bert',
  bareParts: ['embeddings', 'encoder', 'pooler'],
  architecture: bertConfig.transform((config) => bertArchitecture(config)),
  dropsAttentionOutput: true,
  embeddings: bertEmbeddings('bert'),
  block: (index) => bertBlock('bert', index),
  head: {
    dense: affine('bert.pooler.dense'),
    classifier: affine('classifier'),
    activation: 'tanh',
    dropsInput: false,
    isDensePretrained: true,
  },
}
