import { z } from 'zod'
import { activation, type Activation } from './activation.ts'

/** The names of a layer's two tensors. */
export interface Affine {
  readonly weight: string
  readonly bias: string
}

export interface BlockNames {
  readonly query: Affine
  readonly key: Affine
  readonly value: Affine
  readonly attentionOutput: Affine
  readonly attentionNorm: Affine
  readonly feedForwardIn: Affine
  readonly feedForwardOut: Affine
  readonly outputNorm: Affine
}

export interface EmbeddingNames {
  readonly words: string
  readonly positions: string
  /** A token type table, whose row 0 is added to every token; null where there is none. */
  readonly types: string | null
  readonly norm: Affine
}

/** What is computed from the first token's vector: a dense layer, which BERT calls the pooler, and the classifier. */
export interface Head {
  readonly dense: Affine
  readonly classifier: Affine
  /** Between the two. */
  readonly activation: 'relu' | 'tanh'
  /** Dropout before the dense layer, besides that after it. */
  readonly dropsInput: boolean
  /** The dense layer is pretrained with the encoder, as BERT's pooler is. */
  readonly isDensePretrained: boolean
}

/** The numbers of an encoder, in the same words for every family. */
export interface Architecture {
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
}

/**
 * All that tells a family of models from the others. All blocks normalise after adding. Which tokenizer a model has, its
 * tokenizer.json says: there are RoBERTas with BERT's word pieces.
 */
export interface Family {
  /** `model_type` in config.json. */
  readonly name: string
  /** What the names of its Python classes begin with. */
  readonly className: string
  /** What the names of a classifier's tensors begin with, and which parts of the bare model are written without it. */
  readonly prefix: string
  readonly bareParts: readonly string[]
  /** Reads config.json. */
  readonly architecture: z.ZodType<Architecture>
  /** Dropout after the attention's output layer. */
  readonly dropsAttentionOutput: boolean
  readonly embeddings: EmbeddingNames
  /** The tensors of one transformer block, counted from 0. */
  readonly block: (index: number) => BlockNames
  readonly head: Head
}

/** The tensors of a layer. */
export function affine(layer: string): Affine {
  return { weight: `${layer}.weight`, bias: `${layer}.bias` }
}

const length = (max: number) => z.int().min(1).max(max)

/** Fields of config.json, with the bounds that one of any family keeps. */
export const fields = {
  dim: length(16_384),
  heads: length(512),
  blocks: length(128),
  hiddenDim: length(131_072),
  vocabSize: length(4_000_000),
  positions: length(131_072),
  typeVocab: length(1024),
  layerNormEps: z.number().gt(0).max(1),
  activation,
  rate: z.number().min(0).lt(1),
  padTokenId: z.int().min(0),
}
