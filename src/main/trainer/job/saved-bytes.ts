import type { Recipe } from '../../../shared/recipe.ts'
import type { EncoderConfig } from '../model/families/config.ts'
import { encoderShapes, parameterCount } from '../model/families/expected-shapes.ts'

/** Weights of earlier epochs in a checkpoint, by what the recipe keeps. */
const earlierWeights: Readonly<Record<Recipe['keep'], number>> = { last: 0, best: 1, mean: 2 }

/**
 * Bytes that a run writes into its folder at most, besides what it works from: the model in float32, and four checkpoints,
 * one of them on its way, each of the tail, its two moments and some earlier weights.
 * @param parameters that are trained
 */
export function savedBytes(config: EncoderConfig, parameters: number, { keep }: Pick<Recipe, 'keep'>): number {
  return 4 * parameterCount(encoderShapes(config)) + 4 * (3 + earlierWeights[keep]) * 4 * parameters
}
