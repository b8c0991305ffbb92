import { parseRecipe } from '../../src/shared/recipe.ts'
import type { RunRecord } from '../../src/shared/run-record.ts'
import type { ListedSweep, SweptRun } from '../../src/shared/sweeps.ts'

const day = 86_400_000

/** A sweep over two depths and two rates with two seeds, the last combination of which is not run yet. */
export function pastSweep([record]: readonly RunRecord[]): ListedSweep {
  const run = record?.summary.folder ?? '/runs/gone'
  const combinations = [0, 1].flatMap((unfreeze) => [1e-4, 1e-3].map((learningRate) => ({ unfreeze, learningRate })))
  return {
    version: 1,
    folder: '/home/ada/.local/share/lastlayer/sweeps/2026-01-09T10-00-00',
    name: '2026-01-09T10-00-00',
    startedAt: Date.now() - day,
    recipe: parseRecipe({ dataset: 'sample:reviews', model: '/models/tiny-distilbert-reviews', keep: 'best' }),
    runs: combinations.flatMap((settings, i) =>
      [42, 43].map((seed) => sweptRun({ ...settings, epochs: 4 }, seed, i, run)),
    ),
  }
}

function sweptRun(settings: SweptRun['settings'], seed: number, i: number, run: string): SweptRun {
  if (i === 3) return { settings, seed, result: null }
  const end = 0.55 - 0.06 * i + 0.01 * (seed - 42)
  const losses = [0.16, 0.08, 0, 0.03].map((above) => end + above)
  const figures = { accuracy: 1 - end / 2, macroF1: 1 - end / 2 - 0.01, loss: end }
  const result = {
    run: seed === 42 ? run : `${run}-${i}`,
    fingerprint: 'f',
    savedEpoch: 3,
    validation: figures,
    test: { ...figures, accuracy: figures.accuracy - 0.02 },
    losses,
    trainableParameters: 37_634 + 444_864 * settings.unfreeze,
    seconds: 6 + 5 * settings.unfreeze,
  }
  return { settings, seed, result }
}
