import { tf } from '../backend/tf.ts'
import type { Dropout } from './dropout.ts'
import { dense, firstToken, type Parameters } from './layers.ts'

export interface AttentionParameters {
  readonly query: Parameters
  readonly key: Parameters
  readonly value: Parameters
}

export interface AttentionOptions {
  readonly heads: number
  readonly dropoutRate: number
  readonly dropout: Pick<Dropout, 'apply'>
}

/** Added to the scores of padding, which softmax then turns to 0. mask [batch, tokens] is 1 for text, 0 for padding. */
function paddingBias(mask: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(tf.sub(mask, 1), 1e9)
}

/** Multi-head self-attention in its plain form. x [batch, tokens, dim] to [batch, tokens, dim]. */
export function attention(
  x: tf.Tensor3D,
  mask: tf.Tensor2D,
  { query, key, value }: AttentionParameters,
  { heads, dropoutRate, dropout }: AttentionOptions,
): tf.Tensor3D {
  const [batch, tokens, dim] = x.shape
  const rows = tf.reshape<tf.Rank.R2>(x, [batch * tokens, dim])
  // [batch, heads, tokens, dim / heads]
  const split = (projection: Parameters): tf.Tensor4D =>
    tf.transpose(tf.reshape<tf.Rank.R4>(dense(rows, projection), [batch, tokens, heads, dim / heads]), [0, 2, 1, 3])
  const scores = tf.mul(tf.matMul(split(query), split(key), false, true), 1 / Math.sqrt(dim / heads))
  const masked = tf.add(scores, tf.reshape(paddingBias(mask), [batch, 1, 1, tokens]))
  const probabilities = dropout.apply(tf.softmax(masked), dropoutRate)
  const context = tf.matMul(probabilities, split(value))
  return tf.reshape(tf.transpose(context, [0, 2, 1, 3]), [batch, tokens, dim])
}

/**
 * The same attention for position 0 only, with keys and values absorbed into the query and the output:
 * scores q · (x_j W_k + b_k) = (q W_k) · x_j + a constant, which softmax cancels; the context
 * Σ p_j (x_j W_v + b_v) = (Σ p_j x_j) W_v + b_v Σ p_j, where dropout on p leaves Σ p_j ≠ 1.
 * x [batch, tokens, dim] to [batch, dim].
 */
export function firstTokenAttention(
  x: tf.Tensor3D,
  mask: tf.Tensor2D,
  { query, key, value }: AttentionParameters,
  { heads, dropoutRate, dropout }: AttentionOptions,
): tf.Tensor2D {
  const [batch, , dim] = x.shape
  const headDim = dim / heads
  const p = dropout.apply(firstTokenProbabilities(x, mask, { query, key }, heads), dropoutRate)

  const mixed = tf.transpose(tf.matMul(p, x), [1, 0, 2]) // Σ p_j x_j: [heads, batch, dim]
  const total = tf.transpose(tf.sum(p, -1, true), [1, 0, 2]) // Σ p_j: [heads, batch, 1]
  const bias = tf.mul(total, tf.reshape(value.bias, [heads, 1, headDim]))
  const byHead = tf.reshape<tf.Rank.R3>(value.weight, [heads, headDim, dim])
  const context = tf.add(tf.matMul(mixed, byHead, false, true), bias) // [heads, batch, headDim]
  return tf.reshape(tf.transpose(context, [1, 0, 2]), [batch, dim])
}

/** What the first token gives to each token: x [batch, tokens, dim] to [batch, heads, tokens]. */
function firstTokenProbabilities(
  x: tf.Tensor3D,
  mask: tf.Tensor2D,
  { query, key }: Pick<AttentionParameters, 'query' | 'key'>,
  heads: number,
): tf.Tensor3D {
  const [batch, tokens, dim] = x.shape
  const headDim = dim / heads
  const q = tf.mul<tf.Tensor2D>(dense(firstToken(x), query), 1 / Math.sqrt(headDim))
  const qByHead = tf.transpose(tf.reshape<tf.Rank.R3>(q, [batch, heads, headDim]), [1, 0, 2]) // [heads, batch, headDim]
  const absorbed = tf.transpose(tf.matMul(qByHead, tf.reshape(key.weight, [heads, headDim, dim])), [1, 0, 2]) // [batch, heads, dim]
  const scores = tf.matMul(absorbed, x, false, true) // [batch, heads, tokens]
  const masked = tf.add(scores, tf.reshape(paddingBias(mask), [batch, 1, tokens]))
  return tf.softmax<tf.Tensor3D>(masked as tf.Tensor3D)
}

/**
 * What the first token takes of each token: the attention that it pays times the length of the token's value, summed over
 * the heads (Kobayashi et al., 2020, without the output's matrix). x [batch, tokens, dim] to [batch, tokens].
 */
export function takenByFirstToken(
  x: tf.Tensor3D,
  mask: tf.Tensor2D,
  { query, key, value }: AttentionParameters,
  heads: number,
): tf.Tensor2D {
  const [batch, tokens, dim] = x.shape
  const rows = tf.reshape<tf.Rank.R2>(x, [batch * tokens, dim])
  const values = tf.reshape(dense(rows, value), [batch, tokens, heads, dim / heads])
  const lengths = tf.transpose(tf.norm(values, 'euclidean', -1), [0, 2, 1]) // [batch, heads, tokens]
  return tf.sum(tf.mul(firstTokenProbabilities(x, mask, { query, key }, heads), lengths), 1)
}
