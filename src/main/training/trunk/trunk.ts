import type { Precision } from '../../../shared/recipe.ts'
import { blockTensors, embeddingNames } from '../model/names.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { trunkGraph } from './encoder-graph.ts'
import { OnnxSession } from './onnx-session.ts'

/** What is computed once and kept: the encoder up to the lowest trainable block. */
export interface TrunkShape {
  /** Blocks in the trunk, L - K. */
  readonly depth: number
  /** The head alone is trained (K = 0): only position 0 is kept. */
  readonly firstTokenOnly: boolean
  readonly precision: Precision
}

/** The frozen part of the model, for inference. */
export interface Trunk {
  /**
   * Features of a batch of texts of one length. ids: row-major [batch, length].
   * Returns row-major [batch, length or 1, dim]: float32 numbers, or the bits of float16 ones.
   */
  run(ids: Int32Array, batch: number, length: number): Promise<Float32Array | Uint16Array>
  close(): Promise<void>
}

/** The shape of the trunk below K trainable blocks. */
export function trunkShape(model: ModelFolder, unfreeze: number, precision: Precision): TrunkShape {
  return { depth: model.config.blocks - unfreeze, firstTokenOnly: unfreeze === 0, precision }
}

/** Digest of everything in the model that the features depend on: weights and the numbers of the config. */
export async function trunkDigest(model: ModelFolder, { depth }: TrunkShape): Promise<string> {
  const { family, heads, layerNormEps, activation } = model.config
  const { words, positions, types, norm } = embeddingNames(family)
  const embeddings = [words, positions, ...(types === null ? [] : [types]), norm.weight, norm.bias]
  const blocks = Array.from({ length: depth }, (_, i) => blockTensors(family, i)).flat()
  return `${family}-${heads}-${layerNormEps}-${activation}-${await model.digest([...embeddings, ...blocks])}`
}

/** The trunk on ONNX Runtime. */
export async function openOnnxTrunk(model: ModelFolder, shape: TrunkShape): Promise<Trunk> {
  return OnnxSession.open(trunkGraph(model, shape))
}
