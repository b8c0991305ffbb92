import type { Recipe } from '../../../shared/recipe.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import type { TextTokenizer } from '../tokens/tokenizer.ts'
import { trunkDigest, type TrunkShape } from '../trunk/trunk.ts'
import type { FeatureKey } from './feature-cache.ts'

/** The key under which a recipe's features are kept. */
export async function featureKey(
  model: ModelFolder,
  tokenizer: TextTokenizer,
  shape: TrunkShape,
  { maxLength, stripHtml }: Recipe,
): Promise<FeatureKey> {
  return { ...shape, trunk: await trunkDigest(model, shape), tokenizer: tokenizer.digest, maxLength, stripHtml }
}
