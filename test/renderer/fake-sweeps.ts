import { planSweep } from '../../src/main/host/sweeps/plan.ts'
import type { Recipe } from '../../src/shared/recipe.ts'
import type { ListedSweep, Sweep, SweepAxes, SweepEstimate, SweepState, SweptRun } from '../../src/shared/sweeps.ts'

const blocks = 4

export interface SweepParams {
  readonly recipe: Recipe
  readonly axes: SweepAxes
}

/** Sweeps of a host in memory. A run takes three notifications, `interval` milliseconds apart. */
export class FakeSweeps {
  current: SweepState | null = null
  #isStopped = false

  constructor(
    private readonly interval: number,
    private readonly notify: (message: unknown) => void,
    readonly list: ListedSweep[],
    /** Makes a run of its recipe, and tells its folder. */
    private readonly makeRun: (sweep: Sweep, run: SweptRun) => string,
  ) {}

  estimate({ recipe, axes }: SweepParams): SweepEstimate {
    const { runs } = planSweep(recipe, axes, blocks, 0)
    return { runs: runs.length, seconds: 12 * runs.length }
  }

  start({ recipe, axes }: SweepParams): void {
    const name = `2026-11-29T15-00-0${this.list.length}`
    const planned = planSweep(recipe, axes, blocks, Date.now())
    this.list.unshift({ ...planned, name, folder: `/home/ada/.local/share/lastlayer/sweeps/${name}` })
    this.goOn(this.list[0].folder)
  }

  goOn(folder: string): void {
    this.#isStopped = false
    void this.#play(folder)
  }

  stop(): void {
    this.#isStopped = true
  }

  async #play(folder: string): Promise<void> {
    const find = (): ListedSweep => this.list.find((one) => one.folder === folder) ?? this.list[0]
    const tell = (isRunning: boolean, now: SweepState['now']): void => {
      const { runs } = find()
      const done = runs.filter(({ result }) => result !== null).length
      this.current = { folder, isRunning, done, of: runs.length, now, error: null }
      this.notify({ kind: 'sweep', state: this.current })
    }
    tell(true, null)
    for (const [place, run] of find().runs.entries()) {
      if (run.result !== null) continue
      for (const done of [1, 2, 3]) {
        await new Promise((resolve) => setTimeout(resolve, this.interval))
        if (this.#isStopped) return tell(false, null)
        tell(true, { place, phase: 'training', done: 30 * done, total: 100 })
      }
      const sweep = find()
      const finished = { ...run, result: resultOf(run, place, this.makeRun(sweep, run)) }
      const runs = sweep.runs.map((one) => (one === run ? finished : one))
      this.list[this.list.indexOf(sweep)] = { ...sweep, runs }
      tell(true, null)
    }
    tell(false, null)
  }
}

/** Figures that are better at higher rates, and differ a little by seed. */
function resultOf({ settings, seed }: SweptRun, place: number, run: string): NonNullable<SweptRun['result']> {
  const rate = settings.learningRate === 'auto' ? 1e-3 : settings.learningRate
  const end = 0.3 - 0.05 * Math.log10(rate / 1e-4) + 0.01 * (seed % 3)
  const losses = [0.2, 0.1, 0, 0.02].map((above) => end + above)
  const figures = { accuracy: 1 - end / 2, macroF1: 1 - end / 2 - 0.01, loss: end }
  const facts = { fingerprint: 'f', savedEpoch: 3, trainableParameters: 482_498, seconds: 11 + (place % 3) }
  return { run, validation: figures, test: { ...figures, accuracy: figures.accuracy - 0.02 }, losses, ...facts }
}
