import { traits, type Family } from './families.ts'

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

/** The tensors of one transformer block, counted from 0. */
export function blockNames(family: Family, index: number): BlockNames {
  if (family === 'distilbert') {
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
  }
  const block = `${family}.encoder.layer.${index}`
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

/** The names of all tensors of one transformer block. */
export function blockTensors(family: Family, index: number): string[] {
  const layers: Record<string, Affine> = { ...blockNames(family, index) }
  return Object.values(layers).flatMap(({ weight, bias }) => [weight, bias])
}

/** The tensors of the embeddings. */
export function embeddingNames(family: Family): {
  words: string
  positions: string
  types: string | null
  norm: Affine
} {
  const embeddings = `${family}.embeddings`
  return {
    words: `${embeddings}.word_embeddings.weight`,
    positions: `${embeddings}.position_embeddings.weight`,
    types: traits[family].hasTokenTypes ? `${embeddings}.token_type_embeddings.weight` : null,
    norm: affine(`${embeddings}.LayerNorm`),
  }
}

/** The names of all tensors of the embeddings. */
export function embeddingTensors(family: Family): string[] {
  const { words, positions, types, norm } = embeddingNames(family)
  return [words, positions, ...(types === null ? [] : [types]), norm.weight, norm.bias]
}

/** The tensors of the head: the dense layer over the first token (BERT calls it the pooler) and the classifier. */
export function headNames(family: Family): { dense: Affine; classifier: Affine } {
  const dense = { distilbert: 'pre_classifier', bert: 'bert.pooler.dense', roberta: 'classifier.dense' }[family]
  return { dense: affine(dense), classifier: affine(family === 'roberta' ? 'classifier.out_proj' : 'classifier') }
}

/**
 * The canonical name of a tensor as a file may call it: bare models have no family prefix (`encoder.layer.0…`), and the
 * oldest files call a layer norm's tensors gamma and beta.
 */
export function canonicalName(family: Family, name: string): string {
  const modern = name
    .replace(/(LayerNorm|layer_norm)\.gamma$/, '$1.weight')
    .replace(/(LayerNorm|layer_norm)\.beta$/, '$1.bias')
  return /^(embeddings|encoder|transformer|pooler)\./.test(modern) ? `${family}.${modern}` : modern
}

function affine(layer: string): Affine {
  return { weight: `${layer}.weight`, bias: `${layer}.bias` }
}
