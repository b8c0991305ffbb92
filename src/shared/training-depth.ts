import { LastlayerError } from './errors.ts'
import type { Recipe } from './recipe.ts'

/** K as a number, for a model with so many blocks; it may be more than there are. */
export function unfrozenBlocks(unfreeze: Recipe['unfreeze'], blocks: number): number {
  return unfreeze === 'all' ? blocks : unfreeze
}

/** How far down training reaches: K, or one more than there are blocks if the embeddings are trained too. */
export function trainingDepth(
  { unfreeze, embeddings }: Pick<Recipe, 'unfreeze' | 'embeddings'>,
  blocks: number,
): number {
  return embeddings ? blocks + 1 : Math.min(unfrozenBlocks(unfreeze, blocks), blocks)
}

/**
 * K as a number, checked against a model with so many blocks.
 * @throws LastlayerError `usage` if the model has fewer than the recipe unfreezes, or embeddings without all of them.
 */
export function trainableBlocks(
  { unfreeze, embeddings }: Pick<Recipe, 'unfreeze' | 'embeddings'>,
  blocks: number,
): number {
  const count = unfrozenBlocks(unfreeze, blocks)
  if (embeddings && count < blocks) {
    throw new LastlayerError('usage', `Setting embeddings: needs every block unfrozen. Set unfreeze to all.`)
  }
  if (count <= blocks) return count
  throw new LastlayerError(
    'usage',
    `Setting unfreeze: ${unfreeze} is more than the ${blocks} blocks of the model. Use 0 to ${blocks}, or all.`,
  )
}
