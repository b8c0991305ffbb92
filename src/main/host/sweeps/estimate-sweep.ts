import type { Places } from '../../../shared/contract.ts'
import type { Sweep, SweepEstimate } from '../../../shared/sweeps.ts'
import type { Trainer } from '../runs/current-run.ts'

/**
 * How many runs a sweep has that are not finished, and what they will take: measured once for each depth. Features and
 * yardsticks are computed once.
 * @throws LastlayerError as a run itself would
 */
export async function estimateSweep(trainer: Trainer, places: Places, { recipe, runs }: Sweep): Promise<SweepEstimate> {
  const open = runs.filter(({ result }) => result === null)
  const depths = [...new Set(open.map(({ settings }) => settings.unfreeze))]
  let [once, each] = [0, 0]
  for (const unfreeze of depths) {
    // What is left to the trainer is measured with the rest, and counts only where a run asks for it.
    const measured = { ...recipe, unfreeze, epochs: 'auto', learningRate: 'auto' } as const
    const { parts, epochs } = await trainer.run('estimate', { recipe: measured, places })
    once = Math.max(once, parts.features + parts.yardsticks)
    for (const { settings } of open.filter((one) => one.settings.unfreeze === unfreeze)) {
      const passes = settings.epochs === 'auto' ? epochs : settings.epochs
      const search = settings.learningRate === 'auto' ? parts.search : 0
      each += parts.reading + search + parts.baseline + passes * (parts.epoch + parts.refit / epochs) + parts.saving
    }
  }
  return { runs: open.length, seconds: once + each }
}
