import { dirname, resolve } from 'node:path'
import type { Notification } from '../../../shared/app-contract.ts'
import type { Places } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { Sweep, SweepAxes } from '../../../shared/sweeps.ts'
import type { Handlers } from '../app/calls.ts'
import { sweepsFolder } from '../paths.ts'
import type { Trainer } from '../runs/current-run.ts'
import { CurrentSweep } from './current-sweep.ts'
import { estimateSweep } from './estimate-sweep.ts'
import { outputFolder } from './output-folder.ts'
import { planSweep } from './plan.ts'
import { readSweep } from './sweep-file.ts'
import { listSweeps } from './sweep-list.ts'

type SweepCalls = Pick<
  Handlers,
  'estimateSweep' | 'startSweep' | 'continueSweep' | 'stopSweep' | 'currentSweep' | 'listSweeps'
>

export interface SweepsOptions {
  readonly places: Places
  /** That of the runs. */
  readonly runTrainer: Trainer
  /** That of questions. */
  readonly trainer: Trainer
  readonly notify: (notification: Notification) => void
  /** Whether a run goes on that is not of a sweep. */
  readonly isRunning: () => boolean
}

/** Sweeps, as a window asks for them; one at a time, and never beside a run. */
export class Sweeps {
  readonly current: CurrentSweep
  readonly #options: SweepsOptions

  constructor(options: SweepsOptions) {
    this.#options = options
    this.current = new CurrentSweep(options.runTrainer, options.places, options.notify)
  }

  get calls(): SweepCalls {
    const { places, trainer } = this.#options
    return {
      estimateSweep: async ({ recipe, axes }) => estimateSweep(trainer, places, await this.#plan(recipe, axes)),
      startSweep: async ({ recipe, axes }) => {
        this.#requireIdle()
        const planned = await this.#plan(recipe, axes)
        this.#requireIdle()
        await this.current.start(planned, await outputFolder(null, sweepsFolder(places)))
        return {}
      },
      continueSweep: async ({ folder }) => {
        if (dirname(resolve(folder)) !== resolve(sweepsFolder(places))) {
          const other = `${folder} is not in the sweeps folder ${sweepsFolder(places)}`
          throw new LastlayerError('usage', `${other}: go on with it on the command line, sweep --continue.`)
        }
        const sweep = await readSweep(folder)
        this.#requireIdle()
        await this.current.start(sweep, folder)
        return {}
      },
      stopSweep: async () => {
        this.current.stop()
        return {}
      },
      currentSweep: async () => this.current.state,
      listSweeps: () => listSweeps(sweepsFolder(places)),
    }
  }

  async #plan(recipe: Recipe, axes: SweepAxes): Promise<Sweep> {
    const { blocks } = await this.#options.trainer.run('describe', { path: recipe.model })
    return planSweep(recipe, axes, blocks, Date.now())
  }

  #requireIdle(): void {
    if (this.current.isRunning) throw new LastlayerError('busy', 'A sweep is going on: stop it or wait for its end.')
    if (!this.#options.isRunning()) return
    throw new LastlayerError('busy', 'A fine-tuning is going on: stop it or wait for its end.')
  }
}
