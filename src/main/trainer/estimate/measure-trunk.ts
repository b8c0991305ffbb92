import type { Trunk } from '../trunk/trunk-shape.ts'
import { steadySeconds } from './timing.ts'

/** Tokens of a batch, as the features are computed. */
const batchTokens = 2048

/** Seconds that a trunk takes for one text of so many tokens. Closes the trunk. */
export async function measureTrunk(trunk: Trunk, length: number): Promise<number> {
  const batch = Math.max(1, Math.floor(batchTokens / length))
  const ids = new Int32Array(batch * length)
  try {
    return (await steadySeconds(() => trunk.run(ids, batch, length))) / batch
  } finally {
    await trunk.close()
  }
}
