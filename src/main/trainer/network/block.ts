import type { EncoderConfig } from '../model/families/config.ts'
import { tf } from '../backend/tf.ts'
import { attention, firstTokenAttention, type AttentionParameters } from './attention.ts'
import type { Dropout } from './dropout.ts'
import { activate, dense, firstToken, layerNorm, type Parameters } from './layers.ts'

export interface BlockParameters extends AttentionParameters {
  readonly attentionOutput: Parameters
  readonly attentionNorm: Parameters
  readonly feedForwardIn: Parameters
  readonly feedForwardOut: Parameters
  readonly outputNorm: Parameters
}

type Masks = Pick<Dropout, 'apply'>

/** What follows attention, row by row. context and x [rows, dim] to [rows, dim]. */
function afterAttention(
  context: tf.Tensor2D,
  x: tf.Tensor2D,
  block: BlockParameters,
  config: EncoderConfig,
  dropout: Masks,
): tf.Tensor2D {
  const projected = dense(context, block.attentionOutput)
  const { dropsAttentionOutput } = config.family
  const attended = dropsAttentionOutput ? dropout.apply(projected, config.hiddenDropout) : projected
  const middle = layerNorm(tf.add<tf.Tensor2D>(attended, x), block.attentionNorm, config.layerNormEps)
  const inner = dense(middle, block.feedForwardIn)
  const outer = dense(activate[config.activation](inner), block.feedForwardOut)
  const dropped = dropout.apply(outer, config.hiddenDropout)
  return layerNorm(tf.add<tf.Tensor2D>(dropped, middle), block.outputNorm, config.layerNormEps)
}

/** A transformer block on all tokens: x [batch, tokens, dim] to the same; mask [batch, tokens]. */
export function allTokensBlock(
  x: tf.Tensor3D,
  mask: tf.Tensor2D,
  block: BlockParameters,
  config: EncoderConfig,
  dropout: Masks,
): tf.Tensor3D {
  const [batch, tokens, dim] = x.shape
  const options = { heads: config.heads, dropoutRate: config.attentionDropout, dropout }
  const context = attention(x, mask, block, options)
  const rows = (t: tf.Tensor3D): tf.Tensor2D => tf.reshape(t, [batch * tokens, dim])
  return tf.reshape(afterAttention(rows(context), rows(x), block, config, dropout), [batch, tokens, dim])
}

/** The same block for position 0 only: x [batch, tokens, dim] to [batch, dim]. */
export function firstTokenBlock(
  x: tf.Tensor3D,
  mask: tf.Tensor2D,
  block: BlockParameters,
  config: EncoderConfig,
  dropout: Masks,
): tf.Tensor2D {
  const options = { heads: config.heads, dropoutRate: config.attentionDropout, dropout }
  const context = firstTokenAttention(x, mask, block, options)
  return afterAttention(context, firstToken(x), block, config, dropout)
}
