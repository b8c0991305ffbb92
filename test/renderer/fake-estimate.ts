import type { Estimate } from '../../src/shared/contract.ts'
import { epochsFor, type Recipe } from '../../src/shared/recipe.ts'
import { device } from './fake-run.ts'

/** What a run takes on the fake host: the more, the deeper. */
export function fakeEstimate(recipe: Recipe): Estimate {
  const epochs = epochsFor(recipe, { texts: 800, labels: 2 })
  const epoch = 14 * (1 + Number(recipe.unfreeze === 'all' ? 4 : recipe.unfreeze))
  const parts = { reading: 0, features: 0, search: 0, baseline: 0, epoch, refit: 0, yardsticks: 0, saving: 0 }
  return { seconds: epochs * epoch, epochs, parts, memoryMB: 640, diskMB: 48, device }
}
