import type { Precision } from '../../../shared/recipe.ts'
import type { ModelFolder } from '../model/model-folder.ts'

/** What is computed once and kept: the encoder up to the lowest trainable part. */
export interface TrunkShape {
  /** Blocks in the trunk, L - K. */
  readonly depth: number
  /**
   * What is kept of a text: the vectors of all its tokens; of the first alone, which is all that a head reads (K = 0); or
   * just the token ids, where the embeddings are trained and nothing is frozen.
   */
  readonly output: 'tokens' | 'first' | 'ids'
  readonly precision: Precision
}

/** float32 numbers, or the bits of float16 ones. */
export type Features = Float32Array | Uint16Array

/** The frozen part of the model, for inference. */
export interface Trunk {
  /**
   * Features of a batch of texts of one length. ids: row-major [batch, length].
   * Returns for each shape, row-major, [batch, length or 1, featureDim].
   */
  run(ids: Int32Array, batch: number, length: number): Promise<Features[]>
  close(): Promise<void>
}

/** The shape of the trunk below K trainable blocks, or below trainable embeddings. */
export function trunkShape(
  model: ModelFolder,
  unfreeze: number,
  { embeddings, precision }: { readonly embeddings: boolean; readonly precision: Precision },
): TrunkShape {
  // Ids beyond 2,048 are not exact in float16.
  if (embeddings) return { depth: 0, output: 'ids', precision: 'float32' }
  return { depth: model.config.blocks - unfreeze, output: unfreeze === 0 ? 'first' : 'tokens', precision }
}

/** Numbers that are kept of each token. */
export function featureDim({ config }: ModelFolder, { output }: TrunkShape): number {
  return output === 'ids' ? 1 : config.dim
}
