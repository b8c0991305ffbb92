import { z } from 'zod'
import { affine, fields, type Architecture, type Family } from './family.ts'

// The defaults are those of Python's transformers, for configs that leave a field out.
const config = z.object({
  dim: fields.dim.default(768),
  n_heads: fields.heads.default(12),
  n_layers: fields.blocks.default(6),
  hidden_dim: fields.hiddenDim.default(3072),
  vocab_size: fields.vocabSize.default(30_522),
  max_position_embeddings: fields.positions.default(512),
  activation: fields.activation.default('gelu'),
  dropout: fields.rate.default(0.1),
  attention_dropout: fields.rate.default(0.1),
  seq_classif_dropout: fields.rate.default(0.2),
  pad_token_id: fields.padTokenId.nullish(),
})

/** DistilBERT: half of BERT's blocks, without token types and pooler. */
export const distilbert: Family = {
  name: 'distilbert',
  className: 'DistilBert',
  prefix: 'distilbert',
  bareParts: ['embeddings', 'transformer'],
  architecture: config.transform((config): Architecture => ({
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
  })),
  dropsAttentionOutput: false,
  embeddings: {
    words: 'distilbert.embeddings.word_embeddings.weight',
    positions: 'distilbert.embeddings.position_embeddings.weight',
    types: null,
    norm: affine('distilbert.embeddings.LayerNorm'),
  },
  block: (index) => {
    const block = `distilbert.transformer.layer.${index}`
    return {
      query: affine(`${block}.attention.q_lin`),
      key: affine(`${block}.attention.k_lin`),
      value: affine(`${block}.attention.v_lin`),
      attentionOutput: affine(`${block}.attention.out_lin`),
      attentionNorm: affine(`${block}.sa_layer_norm`),
      feedForwardIn: affine(`${block}.ffn.lin1`),
      feedForwardOut: affine(`${block}.ffn.lin2`),
      outputNorm: affine(`${block}.output_layer_norm`),
    }
  },
  head: {
    dense: affine('pre_classifier'),
    classifier: affine('classifier'),
    activation: 'relu',
    dropsInput: false,
    isDensePretrained: false,
  },
}
