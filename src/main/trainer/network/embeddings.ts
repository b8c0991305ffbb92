import type { EncoderConfig } from '../model/families/config.ts'
import { tf } from '../backend/tf.ts'
import type { Dropout } from './dropout.ts'
import { layerNorm, type Parameters } from './layers.ts'

export interface EmbeddingParameters {
  /** [vocabulary, dim] */
  readonly words: tf.Tensor
  /** [firstPosition + positions, dim] */
  readonly positions: tf.Tensor
  /** [types, dim]; null where the family has none. Every token is of type 0. */
  readonly types: tf.Tensor | null
  readonly norm: Parameters
}

/** Token ids [batch, tokens], int32, to vectors [batch, tokens, dim]. */
export function embed(
  ids: tf.Tensor2D,
  { words, positions, types, norm }: EmbeddingParameters,
  config: EncoderConfig,
  dropout: Pick<Dropout, 'apply'>,
): tf.Tensor3D {
  const [batch, tokens] = ids.shape
  const byToken = tf.reshape<tf.Rank.R3>(tf.gather(words, tf.reshape(ids, [-1])), [batch, tokens, config.dim])
  const byPosition = tf.slice(positions, [config.firstPosition, 0], [tokens, config.dim])
  const sum = tf.add<tf.Tensor3D>(byToken, byPosition)
  const typed = types === null ? sum : tf.add<tf.Tensor3D>(sum, tf.slice(types, [0, 0], [1, config.dim]))
  return dropout.apply(layerNorm(typed, norm, config.layerNormEps), config.hiddenDropout)
}
