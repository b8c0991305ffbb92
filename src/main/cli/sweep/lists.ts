import type { Recipe } from '../../../shared/recipe.ts'
import { depthsOf } from '../../host/sweeps/plan.ts'
import { parseSetting, type RecipeKey } from '../commands/recipe-flags.ts'
import type { Session } from '../session.ts'

/**
 * The values of a setting in a list with commas.
 * @throws LastlayerError `usage`, naming the flag
 */
export function parseList<K extends RecipeKey>(key: K, flag: string, list: string): Recipe[K][] {
  return list.split(',').map((text) => parseSetting(key, flag, text.trim()) as Recipe[K])
}

/**
 * Depths K as numbers, each of them once.
 * @throws LastlayerError `usage` if one is more than the model has
 */
export async function parseDepths({ host, signal }: Session, list: string, model: string): Promise<number[]> {
  const wanted = parseList('unfreeze', '--unfreeze', list)
  const { blocks } = await host.run('describe', { path: model }, { signal })
  return depthsOf(wanted, blocks)
}
