import type { FeatureCacheState } from '../../../shared/feature-cache.ts'
import { cacheState, clearFeatures, featuresRoot } from '../../cache/feature-folders.ts'
import { size } from '../screen/format.ts'
import type { Session } from '../session.ts'

/** `cache`: what the features that are kept take, and what they may take. */
export async function showCache({ screen, places }: Session): Promise<void> {
  const state = await cacheState(places.cache)
  if (screen.json) screen.value({ ...state, folder: featuresRoot(places.cache) })
  else screen.lines([...describeCache(state), `in ${featuresRoot(places.cache)}`])
}

/** `cache clear`: deletes the features that nobody works with; runs and models stay. */
export async function clearCache({ screen, places }: Session): Promise<void> {
  const freed = await clearFeatures(places.cache)
  const state = await cacheState(places.cache)
  if (screen.json) screen.value({ freed, ...state })
  else screen.lines([`Deleted   ${size(freed)} of features; the next run computes its own again`, ...inUse(state)])
}

function describeCache(state: FeatureCacheState): string[] {
  const { bytes, budget } = state
  const most = budget === null ? '' : `, of at most ${size(budget)} (LASTLAYER_CACHE_GB changes it)`
  return [`Features  ${size(bytes)}${most}`, ...inUse(state)]
}

function inUse({ inUse }: FeatureCacheState): string[] {
  return inUse === 0 ? [] : [`In use    ${size(inUse)}, by a run that goes on`]
}
